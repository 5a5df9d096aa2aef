using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Registry.Core.Storage;

namespace Registry.Tables.Rest;

/// <summary>
/// Reads entities from the service's JSON (<c>odata=minimalmetadata</c>): each has its ETag as <c>odata.etag</c>, and a property that
/// is neither text, flag, Int32 nor Double is preceded by its type, <c>Name@odata.type</c>. Types this registry does not store, and null, are passed over.
/// </summary>
internal static class EntityReader
{
    /// <summary>The answer to a query: <c>{"odata.metadata": …, "value": [entity, …]}</c>.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static List<TableEntity> ReadPage(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        var names = new PropertyNames();
        var entities = new List<TableEntity>();
        Expect(ref json, JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = json.ValueTextEquals("value"u8);
            json.Read();
            if (!isValue)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                entities.Add(ReadObject(ref json, names));
            }
        }

        return entities;
    }

    /// <summary>The answer to a read of one row.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static TableEntity ReadOne(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        Expect(ref json, JsonTokenType.StartObject);
        return ReadObject(ref json, new PropertyNames());
    }

    private static TableEntity ReadObject(ref Utf8JsonReader json, PropertyNames names)
    {
        string? rowKey = null;
        var etag = "";
        DateTimeOffset timestamp = default;
        var (annotated, type) = ("", "");
        var properties = new List<KeyValuePair<string, TableValue>>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = names.Read(ref json);
            json.Read();
            switch (name)
            {
                case "RowKey":
                    rowKey = json.GetString();
                    break;
                case "odata.etag":
                    etag = json.GetString() ?? "";
                    break;
                case "Timestamp":
                    timestamp = json.GetDateTimeOffset();
                    break;
                case "PartitionKey":
                    break;
                case var _ when name.EndsWith(EdmTypes.Suffix, StringComparison.Ordinal):
                    (annotated, type) = (name, json.GetString() ?? "");
                    break;
                case var _ when name.StartsWith("odata.", StringComparison.Ordinal):
                    json.Skip();
                    break;
                default:
                    if (TryRead(ref json, IsOf(annotated, name) ? type : "", out var value))
                    {
                        properties.Add(new(name, value));
                    }

                    break;
            }
        }

        var entity = new TableEntity(rowKey ?? throw new JsonException("An entity without a RowKey.")) { ETag = etag, Timestamp = timestamp };
        properties.ForEach(property => entity.Set(property.Key, property.Value));
        return entity;
    }

    private static bool IsOf(string annotation, string name) =>
        annotation.Length == name.Length + EdmTypes.Suffix.Length && annotation.StartsWith(name, StringComparison.Ordinal);

    private static bool TryRead(ref Utf8JsonReader json, string type, out TableValue value)
    {
        value = default;
        switch (json.TokenType, type)
        {
            case (JsonTokenType.String, "" or EdmTypes.Text):
                value = TableValue.FromUtf8(ReadText(ref json));
                return true;
            case (JsonTokenType.String, EdmTypes.Int64):
                var digits = json.ValueSpan;
                if (!Utf8Parser.TryParse(digits, out long number, out var consumed) || consumed != digits.Length)
                {
                    throw new JsonException("An Edm.Int64 that is no number.");
                }

                value = TableValue.FromInt64(number);
                return true;
            case (JsonTokenType.String, EdmTypes.Binary):
                value = TableValue.FromBinary(json.GetBytesFromBase64());
                return true;
            case (JsonTokenType.True or JsonTokenType.False, _):
                value = TableValue.FromBoolean(json.TokenType == JsonTokenType.True);
                return true;
            default:
                json.Skip();
                return false;
        }
    }

    private static byte[] ReadText(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
        {
            return json.ValueSpan.ToArray();
        }

        var rented = ArrayPool<byte>.Shared.Rent(json.ValueSpan.Length);
        var length = json.CopyString(rented);
        var text = rented.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(rented);
        return text;
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType token)
    {
        if (!json.Read() || json.TokenType != token)
        {
            throw new JsonException($"Expected {token}.");
        }
    }
}
