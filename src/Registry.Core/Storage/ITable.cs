namespace Registry.Core.Storage;

/// <summary>
/// One table of the Table service. What is atomic: a single write; and one entity group transaction, which touches one
/// partition, each row at most once, at most <see cref="TableLimits.TransactionEntities"/> rows and
/// <see cref="TableLimits.TransactionBytes"/> bytes. A page of a query is a snapshot; two pages are not.
/// <para>
/// Expected refusals are values (<see cref="TableStatus"/>). A malformed request, or an answer outside the protocol, throws
/// <see cref="TableRequestException"/>. Cancellation throws <see cref="OperationCanceledException"/>; a cancelled write may have
/// happened. Implementations retry reads only, report every answer's <c>Date</c> to the <see cref="Time.StorageClock"/>,
/// and end every call within a bound of their own.
/// </para>
/// </summary>
public interface ITable
{
    /// <summary>Creates the table unless it exists. Ok in both cases.</summary>
    Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken);

    /// <summary>One row. Refusals: NotFound (no row, or no table), Throttled, Unavailable, Denied.</summary>
    Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken);

    /// <summary>One page of a range. Refusals: NotFound (no table), Throttled, Unavailable, Denied.</summary>
    Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken);

    /// <summary>
    /// One write of one row. Refusals: Exists (insert), NotFound (replace, merge, delete), Contention (ETag), TooLarge,
    /// Throttled, Unavailable, Denied, OutcomeUnknown.
    /// </summary>
    Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken);

    /// <summary>
    /// All the writes or none. Never retried here. Refusals as for <see cref="WriteAsync"/>, with the failing operation's index.
    /// </summary>
    /// <exception cref="ArgumentException">No operation, more than the limit, or a row twice.</exception>
    Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken);
}
