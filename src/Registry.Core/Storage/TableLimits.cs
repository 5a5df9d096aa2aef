namespace Registry.Core.Storage;

/// <summary>Limits of the Table service, from its REST reference ("Understanding the Table service data model", "Performing entity group transactions").</summary>
public static class TableLimits
{
    /// <summary>Operations in one entity group transaction.</summary>
    public const int TransactionEntities = 100;

    /// <summary>Bytes of one entity group transaction's body.</summary>
    public const int TransactionBytes = 4 * 1024 * 1024;

    /// <summary>Entities on one page of a query.</summary>
    public const int PageEntities = 1000;

    /// <summary>Bytes of one entity: names and values, text counted as UTF-16.</summary>
    public const int EntityBytes = 1024 * 1024;

    /// <summary>Bytes of one text (as UTF-16) or binary property.</summary>
    public const int PropertyBytes = 64 * 1024;

    /// <summary>Bytes of a partition or row key, counted as UTF-16.</summary>
    public const int KeyBytes = 1024;

    /// <summary>Properties of one entity besides PartitionKey, RowKey and Timestamp.</summary>
    public const int EntityProperties = 252;
}
