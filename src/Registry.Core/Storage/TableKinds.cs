using Registry.Core.Sharding;

namespace Registry.Core.Storage;

/// <summary>Tells what a request is for by the rows that it names: then no caller has to say so, and none can forget to.</summary>
public static class TableKinds
{
    private const string VectorPrefix = "v_";
    private const string JobPrefix = "j_";

    private static readonly string[] KindWords = ["commit", "flush", "tail", "load", "vectors", "sweep", "job", "trim", "setup", "other"];
    private static readonly string[] VerbWords = ["get", "query", "write", "transaction"];

    public static string Word(this TableKind kind) => KindWords[(int)kind];

    public static string Word(this TableVerb verb) => VerbWords[(int)verb];

    public static TableKind OfGet(string rowKey) => rowKey switch
    {
        RowKeys.Head => TableKind.Load,
        _ when Has(rowKey, VectorPrefix) => TableKind.Vectors,
        _ when Has(rowKey, RowKeys.RevisionPrefix) => TableKind.Other,
        _ => OfRow(rowKey),
    };

    public static TableKind OfQuery(TableRange range) => range.From is not { } from
        ? TableKind.Other
        : Has(from, RowKeys.ChangePrefix) ? range.To == RowKeys.Head ? TableKind.Tail : TableKind.Trim
        : Has(from, RowKeys.AgentPrefix) || Has(from, RowKeys.ConfigPrefix) ? TableKind.Load
        : Has(from, VectorPrefix) ? TableKind.Vectors
        : Has(from, RowKeys.RevisionPrefix) && from != RowKeys.RevisionPrefix ? TableKind.Other
        : OfRow(from);

    /// <summary>The first start on a table inserts the heads one by one; from then on only commits touch them.</summary>
    public static TableKind OfWrite(TableOperation operation) =>
        operation.Entity.RowKey == RowKeys.Head ? TableKind.Setup : OfOperation(operation);

    /// <summary>The first row says it: a commit begins with the head, a flush with a page.</summary>
    public static TableKind OfTransaction(IReadOnlyList<TableOperation> operations) =>
        operations.Count > 0 ? OfOperation(operations[0]) : TableKind.Other;

    private static TableKind OfOperation(TableOperation operation) =>
        Has(operation.Entity.RowKey, VectorPrefix)
            ? operation.Kind == TableOperationKind.Delete ? TableKind.Vectors : TableKind.Flush
            : OfRow(operation.Entity.RowKey);

    private static TableKind OfRow(string rowKey) => rowKey switch
    {
        RowKeys.Head => TableKind.Commit,
        RowKeys.Sweep => TableKind.Sweep,
        RowKeys.Shards => TableKind.Setup,
        _ when Has(rowKey, JobPrefix) || Has(rowKey, RowKeys.DeliveryPrefix) => TableKind.Job,
        _ when Has(rowKey, RowKeys.OutagePrefix) => TableKind.Sweep,
        _ when Has(rowKey, RowKeys.ChangePrefix) || Has(rowKey, RowKeys.RevisionPrefix) => TableKind.Trim,
        _ => TableKind.Other,
    };

    private static bool Has(string rowKey, string prefix) => rowKey.StartsWith(prefix, StringComparison.Ordinal);
}
