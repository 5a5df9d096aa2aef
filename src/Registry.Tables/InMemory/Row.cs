using System.Globalization;
using Registry.Core.Storage;

namespace Registry.Tables.InMemory;

/// <summary>One stored row. Never changed: a write makes a new one, so that a page may be built outside the lock.</summary>
internal sealed class Row(string rowKey, long version, DateTimeOffset timestamp, KeyValuePair<string, TableValue>[] properties)
{
    public string RowKey { get; } = rowKey;

    /// <summary>No two writes of a table have the same.</summary>
    public long Version { get; } = version;

    public KeyValuePair<string, TableValue>[] Properties { get; } = properties;

    public static string FormatETag(long version) => string.Create(CultureInfo.InvariantCulture, $"W/\"{version:x16}\"");

    /// <summary>Copies what the caller may still change; the bytes handed out later are those of the copy.</summary>
    public static TableValue Freeze(TableValue value) => value.Kind switch
    {
        TableValueKind.Text => TableValue.FromUtf8(value.Bytes.ToArray()),
        TableValueKind.Binary => TableValue.FromBinary(value.Bytes.ToArray()),
        _ => value,
    };

    public TableEntity ToEntity(IReadOnlyList<string>? select)
    {
        var entity = new TableEntity(RowKey) { ETag = FormatETag(Version), Timestamp = timestamp };
        foreach (var (name, value) in Properties)
        {
            if (select is null || select.Contains(name))
            {
                entity.Set(name, value);
            }
        }

        return entity;
    }
}
