using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>Bodies of an operation: by its schema, with one value that is wrong, and broken ones.</summary>
internal sealed class BodyGen(ApiDocument document)
{
    private const int Depth = 6;
    private const int OptionalPercent = 12;
    private const int RarePercent = 2;
    private const string Mark = "!mutated!";

    private static readonly string[] Wanted = ["endpoint", "name", "version", "latency_ms"];

    // They have to fit others: each by chance would leave little that is valid.
    private static readonly string[] Rare = ["host", "port", "kind", "lifecycle", "health_check"];

    private static readonly Gen<string> AnyJson = Gen.Elements(
        "{\"author\":\"ada\",\"region\":\"eu\"}", "{\"author\":\"bob\",\"n\":1.5,\"deep\":{\"a\":[1,2,{\"b\":null}]}}", "{}", "{\"author\":\"ada\"}", "{\"region\":\"us\",\"flag\":true}");

    /// <summary>JSON that the schema allows, as text, and that mostly makes sense too.</summary>
    public Gen<string> Valid(ApiOperation operation) => operation switch
    {
        { Method: "PUT", Path: "/authorities/{id}" } => Gen.Elements(Pools.Authorities.AsEnumerable()).Select(Pools.Authority),
        { Path: "/agents/status" } => from ids in Gen.SubListOf(Pools.Agents.AsEnumerable())
                                      from status in Gen.Elements("healthy", "degraded", "maintenance", "active", "inactive")
                                      select new JsonObject(ids.Select(id => KeyValuePair.Create<string, JsonNode?>(id, status))).ToJsonString(),
        { Method: "PUT", Path: "/api/v1/registry/services/{name}" } => from version in Gen.Elements("1.1.0", "2.0.0-rc.1")
                                                                       from capability in ValueGen.Of(Pools.Capabilities)
                                                                       select $"{{\"version\":\"{version}\",\"capabilities\":[\"{capability}\"]}}",
        { Path: "/subscriptions/{id}" } => from types in Gen.NonEmptyListOf(Gen.Elements(Pools.EventTypes.AsEnumerable()))
                                           from status in Gen.Elements("active", "paused")
                                           select $"{{\"types\":{JsonSerializer.Serialize(types.Distinct())},\"status\":\"{status}\"}}",
        { Path: "/subscriptions" } => from url in ValueGen.Of(Pools.Urls)
                                      from types in Gen.NonEmptyListOf(Gen.Elements(Pools.EventTypes.AsEnumerable()))
                                      select $"{{\"url\":\"{url}\",\"types\":{JsonSerializer.Serialize(types.Distinct())}}}",
        { Example: { } example } => Gen.Frequency((1, Gen.Constant(example)), (4, Value("", operation.Body, Depth))),
        _ => Value("", operation.Body, Depth),
    };

    /// <summary>A body that is right but for one value, a member twice, or its end.</summary>
    public Gen<string> Mutated(ApiOperation operation) =>
        from body in Valid(operation)
        from place in Gen.Choose(0, 10_000)
        from way in Gen.Choose(0, 9)
        from hostile in Gen.OneOf(ValueGen.Of(Hostile.Values), ValueGen.Of(Hostile.Texts).Select(static text => JsonSerializer.Serialize(text)))
        select Mutate(body, place, way, hostile);

    /// <summary>Bytes that are no JSON, no UTF-8, or nothing.</summary>
    public Gen<byte[]> Broken(ApiOperation operation) =>
        from body in Valid(operation)
        from cut in Gen.Choose(0, 10_000)
        from way in Gen.Choose(0, 11)
        select way switch
        {
            0 => [],
            1 => " \r\n"u8.ToArray(),
            2 => Encoding.UTF8.GetBytes(body[..(cut % Math.Max(1, body.Length))]),
            3 => Encoding.UTF8.GetBytes(body + body),
            4 => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(body)],
            5 => Encoding.Unicode.GetBytes(body),
            6 => [.. Encoding.UTF8.GetBytes(body[..^1]), 0xFF, 0xC0, (byte)body[^1]],
            7 => [.. Encoding.UTF8.GetBytes(body), 0],
            8 => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0],
            9 => Encoding.UTF8.GetBytes("{" + new string(' ', 70_000) + "}"),
            10 => Encoding.UTF8.GetBytes(body.Replace("\"", "'", StringComparison.Ordinal)),
            _ => Encoding.UTF8.GetBytes("<a>" + body + "</a>"),
        };

    private Gen<string> Value(string name, JsonElement schema, int depth)
    {
        var followed = document.Follow(schema);
        if (name == "keys" && depth == Depth - 1)
        {
            return ValueGen.Of(Pools.KeySets);
        }

        if (followed.TryGetProperty("oneOf", out var choices))
        {
            return Gen.OneOf(choices.EnumerateArray().Select(choice => Value(name, choice, depth)));
        }

        return TypeOf(followed) switch
        {
            "object" => depth == 0 ? Gen.Constant("{}") : ObjectOf(followed, depth),
            "array" => from items in Gen.Choose(0, 3).SelectMany(count => Value(name, followed.GetProperty("items"), depth - 1).ListOf(count))
                       select "[" + string.Join(',', items.Distinct()) + "]",
            "string" when name == "kind" && depth < Depth - 1 => Gen.Elements("\"http\"", "\"tcp\"", "\"none\""),
            "string" => TextOf(name, followed).Select(static text => JsonSerializer.Serialize(text)),
            "boolean" => Gen.Elements("true", "false"),
            "integer" => ValueGen.Number(name, true),
            "number" => ValueGen.Number(name, false),
            _ when name == "priority" => Gen.Elements("\"critical\"", "\"low\"", "3", "\"fallback\""),
            _ => AnyJson,
        };
    }

    private Gen<string> ObjectOf(JsonElement schema, int depth)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            return schema.TryGetProperty("additionalProperties", out var more)
                ? Value("", more, depth - 1).Select(static value => $"{{\"X-Key\":{value}}}")
                : AnyJson;
        }

        var required = schema.TryGetProperty("required", out var list) ? list.EnumerateArray().Select(static name => name.GetString()!).ToHashSet() : [];
        var members = properties.EnumerateObject().Select(property =>
            from dice in Gen.Choose(0, 99)
            from value in Value(property.Name, property.Value, depth - 1)
            select required.Contains(property.Name) || (Wanted.Contains(property.Name) && dice < 95) || dice < (Rare.Contains(property.Name) ? RarePercent : OptionalPercent)
                ? JsonSerializer.Serialize(property.Name) + ":" + value
                : null);
        return Gen.CollectToArray(members).Select(static chosen => "{" + string.Join(',', chosen.Where(static member => member is not null)) + "}");
    }

    private static Gen<string> TextOf(string name, JsonElement schema) =>
        (name is "status" or "lifecycle" or "strategy" or "gated" or "system_type" ? ValueGen.Words(schema) : null)
        ?? ValueGen.Text(name, schema)
        ?? ValueGen.Words(schema)
        ?? Gen.Elements("some text", "Ünïcode – text", "x");

    private static string? TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? null
        : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static one => one.GetString()).First(static one => one != "null")
        : type.GetString();

    private static string Mutate(string body, int place, int way, string hostile)
    {
        var root = new JsonArray(JsonNode.Parse(body));
        var places = new List<JsonNode>();
        Collect(root, places);
        var target = places[place % places.Count];
        var isMember = target.Parent is JsonObject;
        if (way == 0 && isMember)
        {
            target.Parent!.AsObject().Remove(target.GetPropertyName());
        }
        else
        {
            target.ReplaceWith(Mark);
        }

        var text = root.ToJsonString()[1..^1];
        var again = way == 1 && isMember ? string.Create(CultureInfo.InvariantCulture, $"{hostile},\"name\":{hostile},\"id\":\"a-1\"") : hostile;
        return text.Replace("\"" + Mark + "\"", again, StringComparison.Ordinal);
    }

    private static void Collect(JsonNode node, List<JsonNode> places)
    {
        foreach (var child in node is JsonArray array ? array : node is JsonObject members ? members.Select(static member => member.Value) : [])
        {
            if (child is not null)
            {
                places.Add(child);
                Collect(child, places);
            }
        }
    }
}
