using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Registry.Core.Storage;

namespace Registry.Core.Backup;

/// <summary>
/// A row as a line of JSON: <c>["partition", "row key", {"Text": "…", "Number": 1, "Flag": true, "Bytes": ["Base64"]}]</c>. ETag and
/// time stamp are the service's own and are not kept. The last line of an export that is whole says how many there are: <c>{"rows": 1}</c>.
/// </summary>
internal static class BackupLine
{
    private const string Rows = "rows";

    // A document in a line is text in text: without this every quote of it takes six characters.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> output, string partition, TableEntity row)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartArray();
            json.WriteStringValue(partition);
            json.WriteStringValue(row.RowKey);
            json.WriteStartObject();
            foreach (var (name, value) in row.Properties)
            {
                json.WritePropertyName(name);
                Write(json, value);
            }

            json.WriteEndObject();
            json.WriteEndArray();
        }

        output.Write("\n"u8);
    }

    /// <summary>The last line.</summary>
    public static void WriteEnd(IBufferWriter<byte> output, long rows)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteNumber(Rows, rows);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>A row; null for the last line, which says how many <paramref name="rows"/> there are.</summary>
    /// <exception cref="JsonException">It is no such line.</exception>
    public static (string Partition, TableEntity Row)? Read(string line, out long rows)
    {
        rows = 0;
        using var document = JsonDocument.Parse(line);
        if (document.RootElement is { ValueKind: JsonValueKind.Object } end && end.TryGetProperty(Rows, out var count)
            && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out rows))
        {
            return null;
        }

        if (document.RootElement is not { ValueKind: JsonValueKind.Array } root || root.GetArrayLength() != 3
            || root[0].ValueKind != JsonValueKind.String || root[1].ValueKind != JsonValueKind.String || root[2].ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("Not a row of an export.");
        }

        var row = new TableEntity(root[1].GetString()!);
        foreach (var property in root[2].EnumerateObject())
        {
            row.Set(property.Name, Value(property.Value));
        }

        return (root[0].GetString()!, row);
    }

    private static void Write(Utf8JsonWriter json, TableValue value)
    {
        switch (value.Kind)
        {
            case TableValueKind.Text:
                json.WriteStringValue(value.Bytes.Span);
                break;
            case TableValueKind.Int64:
                json.WriteNumberValue(value.Int64);
                break;
            case TableValueKind.Boolean:
                json.WriteBooleanValue(value.Boolean);
                break;
            default:
                json.WriteStartArray();
                json.WriteBase64StringValue(value.Bytes.Span);
                json.WriteEndArray();
                break;
        }
    }

    private static TableValue Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => TableValue.FromUtf8(Encoding.UTF8.GetBytes(json.GetString()!)),
        JsonValueKind.Number when json.TryGetInt64(out var number) => TableValue.FromInt64(number),
        JsonValueKind.True or JsonValueKind.False => TableValue.FromBoolean(json.GetBoolean()),
        JsonValueKind.Array when json.GetArrayLength() == 1 && json[0].TryGetBytesFromBase64(out var bytes) => TableValue.FromBinary(bytes),
        _ => throw new JsonException("Not a value of an export."),
    };
}
