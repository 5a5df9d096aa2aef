using System.Globalization;
using System.Text.Json;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>
/// JSON against the part of JSON Schema that the document uses: <c>type</c>, <c>properties</c>, <c>required</c>, <c>items</c>,
/// <c>additionalProperties</c>, <c>oneOf</c>, <c>format: date-time</c>, references. Members that a schema does not name are found too: a closed
/// shape is what the document promises to generated clients.
/// </summary>
/// <param name="isSparse">Whether the caller chose the members: none is missing then.</param>
internal sealed class SchemaCheck(ApiDocument document, bool isSparse = false)
{
    /// <summary>What is wrong with a value; null when it fits.</summary>
    public string? Find(JsonElement schema, JsonElement value, string at = "$")
    {
        schema = document.Follow(schema);
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            var fitting = choices.EnumerateArray().Count(choice => Find(choice, value, at) is null);
            return fitting == 1 ? null : string.Create(CultureInfo.InvariantCulture, $"{at} fits {fitting} of oneOf");
        }

        if (schema.TryGetProperty("type", out var type) && !HasType(type, value))
        {
            return $"{at} is {value.ValueKind}, not {type.GetRawText()}";
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => FindInObject(schema, value, at),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().Select((item, i) => Find(items, item, string.Create(CultureInfo.InvariantCulture, $"{at}[{i}]"))).FirstOrDefault(static wrong => wrong is not null),
            JsonValueKind.String when schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" =>
                value.GetString() is { } text && text.EndsWith('Z') && value.TryGetDateTimeOffset(out _) ? null : $"{at} is no time: {value.GetRawText()}",
            _ => null,
        };
    }

    private string? FindInObject(JsonElement schema, JsonElement value, string at)
    {
        if (!isSparse && schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray())
            {
                if (!value.TryGetProperty(name.GetString()!, out _))
                {
                    return $"{at}.{name.GetString()} is missing";
                }
            }
        }

        var hasProperties = schema.TryGetProperty("properties", out var properties);
        var hasMore = schema.TryGetProperty("additionalProperties", out var more);
        foreach (var member in value.EnumerateObject())
        {
            var wrong = hasProperties && properties.TryGetProperty(member.Name, out var known) ? Find(known, member.Value, $"{at}.{member.Name}")
                : hasMore ? Find(more, member.Value, $"{at}.{member.Name}")
                : hasProperties ? $"{at}.{member.Name} is not documented"
                : null;
            if (wrong is not null)
            {
                return wrong;
            }
        }

        return null;
    }

    private static bool HasType(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => HasType(one, value))
        : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => false,
        };
}
