using Registry.Core.Storage;

namespace Registry.Core.Tests.Agents;

/// <summary>A table whose transactions take a turn, as those of a real one do: what arrives meanwhile has to wait.</summary>
internal sealed class YieldingTable(ITable table) : ITable
{
    public Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        table.GetAsync(partitionKey, rowKey, cancellationToken);

    public Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken) =>
        table.QueryAsync(range, continuation, cancellationToken);

    public Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken) =>
        table.WriteAsync(partitionKey, operation, cancellationToken);

    public async Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        await Started.Task;
        return await table.SubmitAsync(partitionKey, operations, cancellationToken);
    }

    /// <summary>Transactions wait for this.</summary>
    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
