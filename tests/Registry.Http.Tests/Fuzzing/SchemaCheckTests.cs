using System.Text.Json;
using Xunit;

namespace Registry.Http.Tests.Fuzzing;

public sealed class SchemaCheckTests
{
    private const string Document = """
        {"paths":{},"components":{"schemas":{"Problem":{},"Item":{"type":"object","required":["id"],"properties":{
        "id":{"type":"string"},"at":{"type":"string","format":"date-time"},"n":{"type":["integer","null"]},"more":{"type":"array","items":{"$ref":"#/components/schemas/Item"}},
        "either":{"oneOf":[{"type":"string"},{"type":"object","properties":{"name":{"type":"string"}}}]},"map":{"type":"object","additionalProperties":{"type":"boolean"}},"any":{}}}}}}
        """;

    [Theory]
    [InlineData("""{"id":"x","at":"2026-01-01T00:00:00.000Z","n":null,"more":[{"id":"y"}],"either":{"name":"z"},"map":{"a":true},"any":[1]}""", null)]
    [InlineData("""{}""", "$.id is missing")]
    [InlineData("""[]""", "$ is Array")]
    [InlineData("""{"id":"x","other":1}""", "$.other is not documented")]
    [InlineData("""{"id":"x","n":1.5}""", "$.n is Number")]
    [InlineData("""{"id":"x","at":"yesterday"}""", "$.at is no time")]
    [InlineData("""{"id":"x","at":"2026-01-01T00:00:00+01:00"}""", "$.at is no time")]
    [InlineData("""{"id":"x","more":[{"id":"y"},{"id":null}]}""", "$.more[1].id is Null")]
    [InlineData("""{"id":"x","either":5}""", "$.either fits 0")]
    [InlineData("""{"id":"x","map":{"a":"b"}}""", "$.map.a is String")]
    public void Find_SaysWhatDoesNotFit(string json, string? expected)
    {
        var document = new ApiDocument(JsonElement.Parse(Document));
        var schema = JsonElement.Parse("""{"$ref":"#/components/schemas/Item"}""");

        var wrong = new SchemaCheck(document).Find(schema, JsonElement.Parse(json));

        Assert.Equal(expected is null, wrong is null);
        Assert.StartsWith(expected ?? "", wrong ?? "", StringComparison.Ordinal);
    }
}
