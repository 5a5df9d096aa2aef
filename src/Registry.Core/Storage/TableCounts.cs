namespace Registry.Core.Storage;

/// <summary>How many requests went to the table service, by kind.</summary>
/// <param name="Gets">Reads of one row.</param>
/// <param name="Queries">Pages of range queries.</param>
/// <param name="Writes">Writes of one row.</param>
/// <param name="Transactions">Entity group transactions.</param>
/// <param name="EntitiesWritten">Operations in writes and transactions, whether they succeeded or not.</param>
public readonly record struct TableCounts(long Gets, long Queries, long Writes, long Transactions, long EntitiesWritten)
{
    /// <summary>All requests together: what the service bills.</summary>
    public long Total => Gets + Queries + Writes + Transactions;
}
