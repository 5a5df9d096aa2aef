using System.Diagnostics.Metrics;

namespace Registry.Core.Storage;

/// <summary>
/// Counts the requests that went to the table service: each one is a billed transaction, a retried read counts again. Thread-safe.
/// The same numbers go to the counters <c>registry.tables.requests</c> (tag <c>kind</c>) and <c>registry.tables.entities</c> of the
/// meter <c>Registry.Tables</c>.
/// </summary>
public sealed class TableCounters
{
    public const string MeterName = "Registry.Tables";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("registry.tables.requests", "{request}", "Requests to the table service, by kind");
    private static readonly Counter<long> Entities = Meter.CreateCounter<long>("registry.tables.entities", "{entity}", "Entities in writes and transactions");

    private long _gets;
    private long _queries;
    private long _writes;
    private long _transactions;
    private long _entities;

    /// <summary>The counts so far. Each is exact; together they are no snapshot.</summary>
    public TableCounts Snapshot => new(
        Interlocked.Read(ref _gets),
        Interlocked.Read(ref _queries),
        Interlocked.Read(ref _writes),
        Interlocked.Read(ref _transactions),
        Interlocked.Read(ref _entities));

    /// <summary>One read of one row was sent.</summary>
    public void Get() => Count(ref _gets, "get");

    /// <summary>One page of a query was asked for.</summary>
    public void Query() => Count(ref _queries, "query");

    /// <summary>One write outside a transaction was sent.</summary>
    /// <param name="entities">1, or 0 when it was the table that was written.</param>
    public void Write(int entities = 1)
    {
        Count(ref _writes, "write");
        CountEntities(entities);
    }

    /// <summary>One entity group transaction was sent.</summary>
    /// <param name="entities">The operations in it.</param>
    public void Transaction(int entities)
    {
        Count(ref _transactions, "transaction");
        CountEntities(entities);
    }

    private static void Count(ref long counter, string kind)
    {
        Interlocked.Increment(ref counter);
        Requests.Add(1, KeyValuePair.Create<string, object?>("kind", kind));
    }

    private void CountEntities(int entities)
    {
        Interlocked.Add(ref _entities, entities);
        Entities.Add(entities);
    }
}
