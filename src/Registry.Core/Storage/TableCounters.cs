namespace Registry.Core.Storage;

/// <summary>
/// Counts the requests that went to the table service, by verb and by what they are for: each one is a billed transaction, a retried
/// read counts again. Thread-safe. <c>RegistryMetrics</c> shows them as <c>registry.tables.requests</c>.
/// </summary>
public sealed class TableCounters
{
    private static readonly int Kinds = Enum.GetValues<TableKind>().Length;

    private readonly long[] _requests = new long[Enum.GetValues<TableVerb>().Length * Kinds];
    private long _entities;

    /// <summary>The counts so far. Each is exact; together they are no snapshot.</summary>
    public TableCounts Snapshot => new(Of(TableVerb.Get), Of(TableVerb.Query), Of(TableVerb.Write), Of(TableVerb.Transaction), EntitiesWritten);

    /// <summary>Operations in writes and transactions, whether they succeeded or not.</summary>
    public long EntitiesWritten => Interlocked.Read(ref _entities);

    public long Of(TableVerb verb, TableKind kind) => Interlocked.Read(ref _requests[Index(verb, kind)]);

    /// <summary>One read of one row was sent.</summary>
    public void Get(string rowKey) => Count(TableVerb.Get, TableKinds.OfGet(rowKey));

    /// <summary>One page of a query was asked for.</summary>
    public void Query(TableRange range) => Count(TableVerb.Query, TableKinds.OfQuery(range));

    /// <summary>The creation of the table was asked for.</summary>
    public void CreateTable() => Count(TableVerb.Write, TableKind.Setup);

    /// <summary>One write outside a transaction was sent.</summary>
    public void Write(TableOperation operation)
    {
        Count(TableVerb.Write, TableKinds.OfWrite(operation));
        Interlocked.Increment(ref _entities);
    }

    /// <summary>One entity group transaction was sent.</summary>
    public void Transaction(IReadOnlyList<TableOperation> operations)
    {
        Count(TableVerb.Transaction, TableKinds.OfTransaction(operations));
        Interlocked.Add(ref _entities, operations.Count);
    }

    private long Of(TableVerb verb)
    {
        var sum = 0L;
        for (var kind = 0; kind < Kinds; kind++)
        {
            sum += Of(verb, (TableKind)kind);
        }

        return sum;
    }

    private void Count(TableVerb verb, TableKind kind) => Interlocked.Increment(ref _requests[Index(verb, kind)]);

    private static int Index(TableVerb verb, TableKind kind) => ((int)verb * Kinds) + (int)kind;
}
