using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Registry.EndToEnd.Tests.Http;

/// <summary>What came back: status, headers and the body, parsed where it is JSON.</summary>
internal sealed record Answer(HttpStatusCode Status, HttpResponseMessage Message, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? MediaType => Message.Content.Headers.ContentType?.MediaType;

    public string? Header(string name) =>
        Message.Headers.TryGetValues(name, out var values) || Message.Content.Headers.TryGetValues(name, out values) ? string.Join(",", values) : null;

    public string String(string member) => Json.GetProperty(member).GetString()!;

    public int Number(string member) => Json.GetProperty(member).GetInt32();

    public DateTimeOffset Time(string member) => DateTimeOffset.Parse(String(member), CultureInfo.InvariantCulture);

    /// <summary>The members of an object, in order.</summary>
    public IReadOnlyList<string> Members => [.. Json.EnumerateObject().Select(member => member.Name)];

    /// <summary>The ids of a list of agents.</summary>
    public IReadOnlyList<string> AgentIds => [.. Json.GetProperty("agents").EnumerateArray().Select(agent => agent.GetProperty("id").GetString()!)];

    /// <summary>Fails with the whole answer unless the status is the one expected.</summary>
    public Answer Is(HttpStatusCode expected)
    {
        Assert.True(Status == expected, $"Expected {(int)expected}, got {(int)Status}: {Text}");
        return this;
    }
}
