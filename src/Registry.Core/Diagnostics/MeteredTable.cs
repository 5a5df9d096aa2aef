using Registry.Core.Storage;

namespace Registry.Core.Diagnostics;

/// <summary>Times the calls on a table while somebody listens; else it only passes them on, at the price of a flag.</summary>
internal sealed class MeteredTable(ITable inner, RegistryMetrics metrics, TimeProvider time) : ITable
{
    private bool IsObserved => metrics.TimesTables || RegistryActivities.IsObserved;

    public Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken) => inner.CreateIfNotExistsAsync(cancellationToken);

    public Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        IsObserved ? TimedGetAsync(partitionKey, rowKey, cancellationToken) : inner.GetAsync(partitionKey, rowKey, cancellationToken);

    public Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken) =>
        IsObserved ? TimedQueryAsync(range, continuation, cancellationToken) : inner.QueryAsync(range, continuation, cancellationToken);

    public Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken) =>
        IsObserved ? TimedWriteAsync(partitionKey, operation, cancellationToken) : inner.WriteAsync(partitionKey, operation, cancellationToken);

    public Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken) =>
        IsObserved ? TimedSubmitAsync(partitionKey, operations, cancellationToken) : inner.SubmitAsync(partitionKey, operations, cancellationToken);

    private async Task<TableRead<TableEntity>> TimedGetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        using var call = new TableCall(metrics, time, TableVerb.Get, TableKinds.OfGet(rowKey));
        var read = await inner.GetAsync(partitionKey, rowKey, cancellationToken);
        call.End(read.Status);
        return read;
    }

    private async Task<TableRead<TablePage>> TimedQueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken)
    {
        using var call = new TableCall(metrics, time, TableVerb.Query, TableKinds.OfQuery(range));
        var read = await inner.QueryAsync(range, continuation, cancellationToken);
        call.End(read.Status);
        return read;
    }

    private async Task<TableWrite> TimedWriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken)
    {
        using var call = new TableCall(metrics, time, TableVerb.Write, TableKinds.OfWrite(operation));
        var written = await inner.WriteAsync(partitionKey, operation, cancellationToken);
        call.End(written.Status);
        return written;
    }

    private async Task<TableTransaction> TimedSubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        using var call = new TableCall(metrics, time, TableVerb.Transaction, TableKinds.OfTransaction(operations));
        var submitted = await inner.SubmitAsync(partitionKey, operations, cancellationToken);
        call.End(submitted.Status);
        return submitted;
    }
}
