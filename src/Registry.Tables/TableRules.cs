using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Registry.Core.Storage;

namespace Registry.Tables;

/// <summary>
/// What the service would refuse whatever the table holds, checked before anything is sent. Both implementations of
/// <see cref="ITable"/> ask here, so that they refuse alike. Source: "Understanding the Table service data model" and
/// "Performing entity group transactions" of the service's REST reference.
/// </summary>
internal static class TableRules
{
    // / \ # ? and the control characters U+0000 … U+001F, U+007F … U+009F.
    private static readonly SearchValues<char> ForbiddenInKeys = SearchValues.Create(
        "/\\#?" + string.Concat(Enumerable.Range(0, 0xA0).Where(c => c < 0x20 || c >= 0x7F).Select(c => (char)c)));

    /// <summary>Refuses keys that no row can have, as the service does with 400.</summary>
    /// <exception cref="TableRequestException">A forbidden character, half a surrogate pair, or more than 1 KiB.</exception>
    public static void CheckKey(string key)
    {
        if (2 * key.Length > TableLimits.KeyBytes)
        {
            throw new TableRequestException(400, "KeyValueTooLarge", $"a key of {key.Length} characters; {TableLimits.KeyBytes / 2} is the limit");
        }

        var remaining = key.AsSpan();
        if (remaining.ContainsAny(ForbiddenInKeys))
        {
            throw new TableRequestException(400, "OutOfRangeInput", "a key may hold no / \\ # ? nor control characters");
        }

        while (!remaining.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(remaining, out _, out var consumed) != OperationStatus.Done)
            {
                throw new TableRequestException(400, "OutOfRangeInput", "a key may hold no half of a surrogate pair");
            }

            remaining = remaining[consumed..];
        }
    }

    /// <summary>The shape of a transaction, and each of its operations.</summary>
    /// <exception cref="ArgumentException">No operation, more than the limit, a row twice, or an operation that is no request.</exception>
    public static TableTransaction? CheckTransaction(string partitionKey, IReadOnlyList<TableOperation> operations)
    {
        if (operations.Count is 0 or > TableLimits.TransactionEntities)
        {
            throw new ArgumentException($"A transaction holds 1 to {TableLimits.TransactionEntities} operations, not {operations.Count}.", nameof(operations));
        }

        var rows = new HashSet<string>(operations.Count, StringComparer.Ordinal);
        var bytes = 0L;
        for (var i = 0; i < operations.Count; i++)
        {
            var operation = operations[i];
            if (!rows.Add(operation.Entity.RowKey))
            {
                throw new ArgumentException($"Row '{operation.Entity.RowKey}' appears twice in one transaction.", nameof(operations));
            }

            if (CheckOperation(partitionKey, operation) is { } code)
            {
                return TableTransaction.Failed(TableStatus.TooLarge, i, code);
            }

            bytes += TableSize.InTransaction(partitionKey, operation);
        }

        return bytes > TableLimits.TransactionBytes
            ? TableTransaction.Failed(TableStatus.TooLarge, -1, TableErrorCodes.RequestBodyTooLarge)
            : null;
    }

    /// <summary>The service's error code if the operation is over a size limit, else null.</summary>
    /// <exception cref="ArgumentException">A conditional write without an ETag, a property named as a system property, or text that is not UTF-8.</exception>
    public static string? CheckOperation(string partitionKey, TableOperation operation)
    {
        CheckKey(partitionKey);
        CheckKey(operation.Entity.RowKey);
        if (operation.IfMatch is { } etag && (etag.Length == 0 || etag.AsSpan().ContainsAnyExceptInRange(' ', '~')))
        {
            throw new ArgumentException("A conditional write needs the ETag of a read.", nameof(operation));
        }

        var properties = operation.Entity.Properties;
        for (var i = 0; i < properties.Count; i++)
        {
            var (name, value) = properties[i];
            CheckName(name);
            if (value.Kind == TableValueKind.Text && !Utf8.IsValid(value.Bytes.Span))
            {
                throw new ArgumentException($"Property {name} is text, but not UTF-8.", nameof(operation));
            }

            if (TableSize.Value(value) > TableLimits.PropertyBytes)
            {
                return TableErrorCodes.PropertyValueTooLarge;
            }
        }

        return CheckEntity(partitionKey, operation.Entity.RowKey, properties);
    }

    /// <summary>As <see cref="CheckOperation"/>, for the entity that a write (or a merge) results in.</summary>
    public static string? CheckEntity(string partitionKey, string rowKey, IReadOnlyList<KeyValuePair<string, TableValue>> properties)
    {
        if (properties.Count > TableLimits.EntityProperties)
        {
            return TableErrorCodes.TooManyProperties;
        }

        return TableSize.Entity(partitionKey, rowKey, properties) > TableLimits.EntityBytes ? TableErrorCodes.EntityTooLarge : null;
    }

    /// <summary>The service answers 400 to a page size outside 1 … 1,000.</summary>
    public static void CheckPageSize(TableRange range)
    {
        if (range.PageSize is < 1 or > TableLimits.PageEntities)
        {
            throw new ArgumentException($"A page holds 1 to {TableLimits.PageEntities} rows, not {range.PageSize}.", nameof(range));
        }
    }

    private static void CheckName(string name)
    {
        if (name is "PartitionKey" or "RowKey" or "Timestamp" or "" || name.Length > 255 || name.AsSpan().ContainsAny('.', '@', '"'))
        {
            throw new ArgumentException($"'{name}' cannot name a property.", nameof(name));
        }
    }
}
