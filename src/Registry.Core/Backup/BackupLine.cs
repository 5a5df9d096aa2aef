using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Registry.Core.Storage;

namespace Registry.Core.Backup;

/// <summary>
/// A row as a line of JSON: <c>["partition", "row key", {"Text": "…", "Number": 1, "Flag": true, "Bytes": ["Base64"]}]</c>. ETag and
/// time stamp are the service's own and are not kept.
/// </summary>
internal static class BackupLine
{
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

    /// <exception cref="JsonException">It is no such line.</exception>
    public static (string Partition, TableEntity Row) Read(string line)
    {
        using var document = JsonDocument.Parse(line);
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
