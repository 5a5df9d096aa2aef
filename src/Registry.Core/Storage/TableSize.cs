using System.Text;

namespace Registry.Core.Storage;

/// <summary>How large the service counts things, and how large they are on the wire.</summary>
public static class TableSize
{
    // Request line, headers and boundaries of one operation inside a transaction, and the braces and keys of its JSON. Measured 420, rounded up.
    private const int OperationOverhead = 512;

    /// <summary>
    /// Bytes of an entity as the service counts them against <see cref="TableLimits.EntityBytes"/>: 4, the keys as UTF-16, and for each
    /// property 8, its name as UTF-16, and its value. Source: "Understanding the Table service data model" and the capacity formula
    /// of the storage team.
    /// </summary>
    public static int Entity(string partitionKey, string rowKey, IReadOnlyList<KeyValuePair<string, TableValue>> properties)
    {
        var size = 4 + (2 * (partitionKey.Length + rowKey.Length));
        for (var i = 0; i < properties.Count; i++)
        {
            var (name, value) = properties[i];
            size += 8 + (2 * name.Length) + (value.Kind is TableValueKind.Text or TableValueKind.Binary ? 4 : 0) + Value(value);
        }

        return size;
    }

    /// <summary>Bytes of one value as the service counts them: text as UTF-16.</summary>
    public static int Value(TableValue value) => value.Kind switch
    {
        TableValueKind.Text => 2 * Encoding.UTF8.GetCharCount(value.Bytes.Span),
        TableValueKind.Binary => value.Bytes.Length,
        TableValueKind.Int64 => 8,
        _ => 1,
    };

    /// <summary>
    /// Bytes that an operation takes in a transaction's body, to be held against <see cref="TableLimits.TransactionBytes"/>: an upper
    /// estimate for text without control characters.
    /// </summary>
    public static int InTransaction(string partitionKey, TableOperation operation)
    {
        // Keys appear in the URL (percent-encoded, at most 9 bytes for a code unit) and in the JSON (3).
        var size = OperationOverhead + (12 * (partitionKey.Length + operation.Entity.RowKey.Length));
        var properties = operation.Entity.Properties;
        for (var i = 0; i < properties.Count; i++)
        {
            var (name, value) = properties[i];
            // "name":"value", and for all but text and flags "name@odata.type":"Edm.Binary",
            size += (2 * name.Length) + 40 + OnTheWire(value);
        }

        return size;
    }

    private static int OnTheWire(TableValue value)
    {
        var bytes = value.Bytes.Span;
        return value.Kind switch
        {
            TableValueKind.Text => bytes.Length + bytes.Count((byte)'"') + bytes.Count((byte)'\\') + bytes.Count((byte)'\n'),
            TableValueKind.Binary => (bytes.Length + 2) / 3 * 4,
            _ => 22,
        };
    }
}
