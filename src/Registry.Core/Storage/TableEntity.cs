namespace Registry.Core.Storage;

/// <summary>One row. Properties are few, so they are kept in a list and searched in order.</summary>
public sealed class TableEntity(string rowKey)
{
    private readonly List<KeyValuePair<string, TableValue>> _properties = [];

    public string RowKey { get; } = rowKey;

    /// <summary>Set by the service on a read; empty on an entity to be written.</summary>
    public string ETag { get; init; } = "";

    /// <summary>When the service last wrote the row, by its own clock. Set on a read, when it was selected.</summary>
    public DateTimeOffset Timestamp { get; init; }

    public IReadOnlyList<KeyValuePair<string, TableValue>> Properties => _properties;

    public TableEntity Set(string name, TableValue value)
    {
        var entry = KeyValuePair.Create(name, value);
        for (var i = 0; i < _properties.Count; i++)
        {
            if (_properties[i].Key == name)
            {
                _properties[i] = entry;
                return this;
            }
        }

        _properties.Add(entry);
        return this;
    }

    public TableEntity Set(string name, string text) => Set(name, TableValue.FromText(text));

    public TableEntity Set(string name, long number) => Set(name, TableValue.FromInt64(number));

    public bool TryGet(string name, out TableValue value)
    {
        foreach (var property in _properties)
        {
            if (property.Key == name)
            {
                value = property.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The text of a property, or "" where it is absent or of another type.</summary>
    public string Text(string name) => TryGet(name, out var value) && value.Kind == TableValueKind.Text ? value.Text : "";

    /// <summary>The number of a property, or 0 where it is absent or of another type.</summary>
    public long Int64(string name) => TryGet(name, out var value) && value.Kind == TableValueKind.Int64 ? value.Int64 : 0;

    /// <summary>The bytes of a text or binary property, or nothing where it is absent.</summary>
    public ReadOnlyMemory<byte> Bytes(string name) => TryGet(name, out var value) ? value.Bytes : default;
}
