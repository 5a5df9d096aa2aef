using Registry.Core.Storage;

namespace Registry.Tables.InMemory;

/// <summary>The rows of one partition and the rules of writing them. A transaction is checked whole before the first row changes.</summary>
internal sealed class Partition(string partitionKey)
{
    private readonly Lock _gate = new();
    private readonly SortedRows _rows = new();

    public Row? Find(string rowKey)
    {
        lock (_gate)
        {
            return _rows.Find(rowKey);
        }
    }

    /// <summary>At most <paramref name="limit"/> rows of a range from a key on, and the key of the row after them if there is one.</summary>
    public (List<Row> Rows, string? Next) Read(string? from, bool inclusive, TableRange range, int limit)
    {
        var rows = new List<Row>();
        lock (_gate)
        {
            foreach (var row in _rows.From(from, inclusive))
            {
                var order = range.To is null ? -1 : string.CompareOrdinal(row.RowKey, range.To);
                if (order > 0 || (order == 0 && !range.ToInclusive))
                {
                    break;
                }

                if (rows.Count == limit)
                {
                    return (rows, row.RowKey);
                }

                rows.Add(row);
            }
        }

        return (rows, null);
    }

    /// <summary>All the operations, in order, or none of them.</summary>
    /// <param name="operations">Each of another row.</param>
    /// <param name="nextVersion">A version that no row had before.</param>
    /// <param name="now">The rows' timestamp.</param>
    public TableTransaction Write(IReadOnlyList<TableOperation> operations, Func<long> nextVersion, DateTimeOffset now)
    {
        var results = new Row?[operations.Count];
        lock (_gate)
        {
            for (var i = 0; i < operations.Count; i++)
            {
                var operation = operations[i];
                var stored = _rows.Find(operation.Entity.RowKey);
                var (status, code) = Check(operation, stored);
                if (status == TableStatus.Ok && operation.Kind != TableOperationKind.Delete)
                {
                    results[i] = new Row(operation.Entity.RowKey, nextVersion(), now, Combine(operation, stored));
                    code = TableRules.CheckEntity(partitionKey, operation.Entity.RowKey, results[i]!.Properties);
                    status = code is null ? TableStatus.Ok : TableStatus.TooLarge;
                }

                if (status != TableStatus.Ok)
                {
                    return TableTransaction.Failed(status, i, code ?? "");
                }
            }

            for (var i = 0; i < operations.Count; i++)
            {
                if (results[i] is { } row)
                {
                    _rows.Set(row);
                }
                else
                {
                    _rows.Remove(operations[i].Entity.RowKey);
                }
            }
        }

        return new TableTransaction(TableStatus.Ok, Array.ConvertAll(results, row => row is null ? "" : Row.FormatETag(row.Version)));
    }

    private static (TableStatus Status, string? Code) Check(TableOperation operation, Row? stored)
    {
        switch (operation.Kind)
        {
            case TableOperationKind.UpsertMerge or TableOperationKind.UpsertReplace:
                return (TableStatus.Ok, null);
            case TableOperationKind.Insert:
                return stored is null ? (TableStatus.Ok, null) : (TableStatus.Exists, TableErrorCodes.EntityAlreadyExists);
            default:
                CheckETag(operation.IfMatch!);
                if (stored is null)
                {
                    return (TableStatus.NotFound, TableErrorCodes.ResourceNotFound);
                }

                return operation.IfMatch == "*" || operation.IfMatch == Row.FormatETag(stored.Version)
                    ? (TableStatus.Ok, null)
                    : (TableStatus.Contention, TableErrorCodes.UpdateConditionNotSatisfied);
        }
    }

    /// <summary>The service takes weak ETags only, and answers 400 to anything else.</summary>
    private static void CheckETag(string etag)
    {
        if (etag != "*" && !(etag.StartsWith("W/\"", StringComparison.Ordinal) && etag.Length > 4 && etag[^1] == '"'))
        {
            throw new TableRequestException(400, TableErrorCodes.InvalidInput, "the ETag is not one of the service's");
        }
    }

    /// <summary>What the row holds afterwards: a merge keeps the properties that it does not name.</summary>
    private static KeyValuePair<string, TableValue>[] Combine(TableOperation operation, Row? stored)
    {
        var written = operation.Entity.Properties;
        if (stored is null || operation.Kind is not (TableOperationKind.Merge or TableOperationKind.UpsertMerge))
        {
            return [.. written.Select(Frozen)];
        }

        return [.. stored.Properties.Where(old => !operation.Entity.TryGet(old.Key, out _)), .. written.Select(Frozen)];

        static KeyValuePair<string, TableValue> Frozen(KeyValuePair<string, TableValue> property) => new(property.Key, Row.Freeze(property.Value));
    }
}
