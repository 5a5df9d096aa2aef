using System.Text;

namespace Registry.Core.Storage;

/// <summary>One property value. Text is held as UTF-8, so that documents pass between storage and answers without transcoding.</summary>
public readonly struct TableValue
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long _number;

    private TableValue(TableValueKind kind, ReadOnlyMemory<byte> bytes, long number)
    {
        Kind = kind;
        _bytes = bytes;
        _number = number;
    }

    public TableValueKind Kind { get; }

    /// <summary>UTF-8 text, or binary content.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    public long Int64 => _number;

    public bool Boolean => _number != 0;

    public string Text => Encoding.UTF8.GetString(_bytes.Span);

    public static TableValue FromText(string text) => new(TableValueKind.Text, Encoding.UTF8.GetBytes(text), 0);

    public static TableValue FromUtf8(ReadOnlyMemory<byte> utf8) => new(TableValueKind.Text, utf8, 0);

    public static TableValue FromInt64(long number) => new(TableValueKind.Int64, default, number);

    public static TableValue FromBinary(ReadOnlyMemory<byte> content) => new(TableValueKind.Binary, content, 0);

    public static TableValue FromBoolean(bool value) => new(TableValueKind.Boolean, default, value ? 1 : 0);
}
