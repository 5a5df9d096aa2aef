using Registry.Core.Storage;

namespace Registry.Core.Tests.Storage;

/// <summary>Lets somebody else act just before the first query of a kind.</summary>
internal sealed class MeddlingTable(ITable inner, Func<TableRange, bool> isMeant, Func<Task> meddle) : ITable
{
    private int _meddled;

    public Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken) => inner.CreateIfNotExistsAsync(cancellationToken);

    public Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        inner.GetAsync(partitionKey, rowKey, cancellationToken);

    public async Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken)
    {
        if (isMeant(range) && Interlocked.Exchange(ref _meddled, 1) == 0)
        {
            await meddle();
        }

        return await inner.QueryAsync(range, continuation, cancellationToken);
    }

    public Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken) =>
        inner.WriteAsync(partitionKey, operation, cancellationToken);

    public Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken) =>
        inner.SubmitAsync(partitionKey, operations, cancellationToken);
}
