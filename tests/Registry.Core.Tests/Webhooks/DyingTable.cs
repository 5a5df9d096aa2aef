using Registry.Core.Storage;

namespace Registry.Core.Tests.Webhooks;

/// <summary>The table of an instance that is killed: from then on it asks and writes nothing.</summary>
internal sealed class DyingTable(ITable inner) : ITable
{
    private readonly TaskCompletionSource _never = new();

    public bool IsDead { get; set; }

    public async Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken)
    {
        await AliveAsync();
        return await inner.CreateIfNotExistsAsync(cancellationToken);
    }

    public async Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        await AliveAsync();
        return await inner.GetAsync(partitionKey, rowKey, cancellationToken);
    }

    public async Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken)
    {
        await AliveAsync();
        return await inner.QueryAsync(range, continuation, cancellationToken);
    }

    public async Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken)
    {
        await AliveAsync();
        return await inner.WriteAsync(partitionKey, operation, cancellationToken);
    }

    public async Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        await AliveAsync();
        return await inner.SubmitAsync(partitionKey, operations, cancellationToken);
    }

    private Task AliveAsync() => IsDead ? _never.Task : Task.CompletedTask;
}
