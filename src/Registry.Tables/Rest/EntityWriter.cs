using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Registry.Core.Storage;

namespace Registry.Tables.Rest;

/// <summary>
/// Writes entities as the service's JSON. It stays on one line: Azurite finds an operation's body in a transaction by a pattern that
/// ends at a line break, at U+2028 and at U+2029 too; the encoder escapes those.
/// </summary>
internal sealed class EntityWriter(IBufferWriter<byte> output) : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json = new(output, Options);

    public void Write(string partitionKey, TableEntity entity)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("PartitionKey"u8, partitionKey);
        _json.WriteString("RowKey"u8, entity.RowKey);
        var properties = entity.Properties;
        for (var i = 0; i < properties.Count; i++)
        {
            Write(properties[i].Key, properties[i].Value);
        }

        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void Write(string name, TableValue value)
    {
        switch (value.Kind)
        {
            case TableValueKind.Text:
                _json.WriteString(name, value.Bytes.Span);
                break;
            case TableValueKind.Int64:
                // JSON numbers are Int32 or Double to the service: 64 bits travel as text with their type.
                Span<char> digits = stackalloc char[20];
                value.Int64.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
                _json.WriteString(name + EdmTypes.Suffix, EdmTypes.Int64);
                _json.WriteString(name, digits[..length]);
                break;
            case TableValueKind.Binary:
                _json.WriteString(name + EdmTypes.Suffix, EdmTypes.Binary);
                _json.WriteBase64String(name, value.Bytes.Span);
                break;
            default:
                _json.WriteBoolean(name, value.Boolean);
                break;
        }
    }
}
