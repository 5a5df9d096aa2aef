using Registry.Core.Storage;

namespace Registry.Core.Tests.Storage;

/// <summary>Asks another table; a test's own tables change what they are about.</summary>
internal abstract class ForwardingTable(ITable table) : ITable
{
    public Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public virtual Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        table.GetAsync(partitionKey, rowKey, cancellationToken);

    public virtual Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken) =>
        table.QueryAsync(range, continuation, cancellationToken);

    public virtual Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken) =>
        table.WriteAsync(partitionKey, operation, cancellationToken);

    public virtual Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken) =>
        table.SubmitAsync(partitionKey, operations, cancellationToken);
}
