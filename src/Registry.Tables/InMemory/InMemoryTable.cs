using System.Collections.Concurrent;
using Registry.Core.Storage;
using Registry.Core.Time;

namespace Registry.Tables.InMemory;

/// <summary>
/// A table in this process's memory that keeps the service's rules: ETags that change with every write, timestamps by its own
/// clock, transactions that happen whole or not at all, the limits, the order of keys, pages. Nothing outlives the process. Calls
/// complete synchronously. Thread-safe.
/// </summary>
/// <param name="time">The service's clock.</param>
/// <param name="clock">Told a Date, cut to whole seconds as the service's header is, at every call. It must run on <paramref name="time"/>.</param>
/// <param name="counters">Counts the calls.</param>
/// <param name="pageCut">Ends pages early; null for pages as long as the range allows.</param>
public sealed class InMemoryTable(TimeProvider time, StorageClock? clock = null, TableCounters? counters = null, PageCut? pageCut = null) : ITable
{
    private readonly ConcurrentDictionary<string, Partition> _partitions = new(StringComparer.Ordinal);
    private readonly TableCounters _counters = counters ?? new TableCounters();
    private long _version;
    private volatile bool _created;

    public Task<TableStatus> CreateIfNotExistsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _counters.CreateTable();
        _created = true;
        return Task.FromResult(Answer(TableStatus.Ok));
    }

    public Task<TableRead<TableEntity>> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TableRules.CheckKey(partitionKey);
        TableRules.CheckKey(rowKey);
        _counters.Get(rowKey);
        var row = _created && _partitions.TryGetValue(partitionKey, out var partition) ? partition.Find(rowKey) : null;
        return Task.FromResult(Answer(row is null
            ? new TableRead<TableEntity>(TableStatus.NotFound, null)
            : new TableRead<TableEntity>(TableStatus.Ok, row.ToEntity(null))));
    }

    public Task<TableRead<TablePage>> QueryAsync(TableRange range, string? continuation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TableRules.CheckKey(range.PartitionKey);
        TableRules.CheckPageSize(range);
        _counters.Query(range);
        if (!_created)
        {
            return Task.FromResult(Answer(new TableRead<TablePage>(TableStatus.NotFound, null)));
        }

        if (!_partitions.TryGetValue(range.PartitionKey, out var partition))
        {
            return Task.FromResult(Answer(new TableRead<TablePage>(TableStatus.Ok, new TablePage([], null))));
        }

        var limit = pageCut is null ? range.PageSize : Math.Clamp(pageCut(range, continuation), 0, range.PageSize);
        var (rows, next) = continuation is null
            ? partition.Read(range.From, range.FromInclusive, range, limit)
            : partition.Read(continuation, true, range, limit);
        var page = new TablePage(rows.ConvertAll(row => row.ToEntity(range.Select)), next);
        return Task.FromResult(Answer(new TableRead<TablePage>(TableStatus.Ok, page)));
    }

    public Task<TableWrite> WriteAsync(string partitionKey, TableOperation operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TableRules.CheckOperation(partitionKey, operation) is not null)
        {
            return Task.FromResult(new TableWrite(TableStatus.TooLarge, ""));
        }

        _counters.Write(operation);
        var result = Apply(partitionKey, [operation]);
        return Task.FromResult(Answer(new TableWrite(result.Status, result.IsOk ? result.ETags[0] : "")));
    }

    public Task<TableTransaction> SubmitAsync(string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TableRules.CheckTransaction(partitionKey, operations) is { } refused)
        {
            return Task.FromResult(refused);
        }

        _counters.Transaction(operations);
        return Task.FromResult(Answer(Apply(partitionKey, operations)));
    }

    private TableTransaction Apply(string partitionKey, IReadOnlyList<TableOperation> operations)
    {
        if (!_created)
        {
            return TableTransaction.Failed(TableStatus.NotFound, 0, TableErrorCodes.TableNotFound);
        }

        var partition = _partitions.GetOrAdd(partitionKey, static key => new Partition(key));
        return partition.Write(operations, () => Interlocked.Increment(ref _version), time.GetUtcNow());
    }

    /// <summary>An answer carries the service's Date, whatever it says.</summary>
    private T Answer<T>(T answer)
    {
        if (clock is not null)
        {
            var now = time.GetTimestamp();
            clock.Observe(DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()), now, time.GetTimestamp());
        }

        return answer;
    }
}
