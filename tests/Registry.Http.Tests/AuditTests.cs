using System.Net;
using System.Text.Json;
using Registry.Core.Agents;
using Xunit;

namespace Registry.Http.Tests;

public sealed class AuditTests
{
    private static readonly string[] Ada = ["x-functions-key: ada"];
    private static readonly string[] Bob = ["x-functions-key: bob"];

    [Fact]
    public async Task Audit_ChangesAndRefusals_SaysWhoDidWhatTheNewestFirst()
    {
        await using var host = await StartAsync();

        var entries = await EntriesAsync(host, "");

        Assert.Equal(
            [("request.refused", "bob", false), ("agent.registered", "bob", true), ("request.refused", null, false), ("request.refused", "bob", false), ("agent.registered", "ada", true)],
            entries.Select(entry => (Text(entry, "type")!, Text(entry, "actor"), entry.GetProperty("success").GetBoolean())));
        var forbidden = entries[3];
        Assert.Equal("forbidden", Text(forbidden, "error"));
        Assert.Equal("a", Text(forbidden, "agent_id"));
        Assert.Equal("why", Text(forbidden, "correlation_id"));
        Assert.Equal("/agents/{id}", Text(forbidden.GetProperty("data"), "route"));
        Assert.Equal(403, forbidden.GetProperty("data").GetProperty("status").GetInt32());
        Assert.Equal("first", Text(entries[4], "correlation_id"));
    }

    [Theory]
    [InlineData("DELETE", "/subscriptions/thing")]
    [InlineData("DELETE", "/hooks/thing")]
    [InlineData("DELETE", "/indexes/thing")]
    [InlineData("DELETE", "/authorities/thing")]
    public async Task Audit_RefusalOfWhatIsNoAgent_NamesNoAgent(string method, string path)
    {
        await using var host = await StartAsync();
        await host.SendAsync(method, path, null, "x-functions-key: op");

        var refused = (await EntriesAsync(host, "limit=1"))[0];
        Assert.Equal("request.refused", Text(refused, "type"));
        Assert.Null(Text(refused, "agent_id"));
    }

    [Theory]
    [InlineData("actor=ada", "agent.registered")]
    [InlineData("agent=b", "request.refused,agent.registered")]
    [InlineData("type=agent.registered", "agent.registered,agent.registered")]
    [InlineData("type=agent.registered&actor=bob", "agent.registered")]
    [InlineData("type=agent.expired", "")]
    [InlineData("type=request.refused&agent=a", "request.refused,request.refused")]
    [InlineData("success=true", "agent.registered,agent.registered")]
    [InlineData("success=false&actor=bob", "request.refused,request.refused")]
    [InlineData("from=2026-01-01T00:00:35Z", "request.refused")]
    [InlineData("to=2026-01-01T00:00:05Z", "agent.registered")]
    [InlineData("from=2026-01-01T00:00:05.5Z&to=2026-01-01T01:00:15%2B01:00", "request.refused")]
    [InlineData("limit=1", "request.refused")]
    public async Task Audit_Filtered_GivesWhatMatches(string query, string types)
    {
        await using var host = await StartAsync();

        Assert.Equal(types, string.Join(',', (await EntriesAsync(host, query)).Select(entry => Text(entry, "type"))));
    }

    [Fact]
    public async Task Audit_PageByPage_GivesEachEntryOnce()
    {
        await using var host = await StartAsync();
        var whole = await EntriesAsync(host, "");
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await PageAsync(host, "limit=1" + (cursor is null ? "" : "&cursor=" + cursor));
            found.AddRange(page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetRawText()));
            cursor = Text(page, "cursor");
        }
        while (cursor is not null);

        Assert.Equal(whole.Select(entry => entry.GetRawText()), found);
    }

    [Fact]
    public async Task Audit_BatchItems_AreRefusedOneByOne()
    {
        await using var host = await HttpHost.StartAsync();
        await host.SendAsync("POST", "/agents/unregister", """{"ids":["x","y/z"]}""");
        await host.SendAsync("POST", "/agents/heartbeats", """[{"id":"gone"}]""");

        var page = await Answers.JsonAsync(await host.SendAsync("GET", "/audit?success=false"));

        var lost = page.GetProperty("entries").EnumerateArray().Single(entry => Text(entry, "agent_id") == "gone");
        Assert.Equal("not_found", Text(lost, "error"));
    }

    [Fact]
    public async Task Audit_RefusedReadsAndUnknownPaths_AreNotInIt()
    {
        await using var host = await HttpHost.StartAsync();
        await host.SendAsync("GET", "/agents/nobody");
        await host.SendAsync("GET", "/agents?limit=0");
        await host.SendAsync("POST", "/no/such/path", "{}");

        Assert.Empty((await Answers.JsonAsync(await host.SendAsync("GET", "/audit"))).GetProperty("entries").EnumerateArray());
    }

    [Theory]
    [InlineData("cursor=x", "cursor")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-13-01T00:00:00Z", "to")]
    [InlineData("success=maybe", "success")]
    [InlineData("type=agent.born", "type")]
    [InlineData("limit=1001", "limit")]
    [InlineData("agent=a%20b", "agent")]
    public async Task Audit_WrongParameter_IsRefusedByName(string query, string field)
    {
        await using var host = await HttpHost.StartAsync();

        var problem = await Answers.ProblemAsync(await host.SendAsync("GET", "/audit?" + query), HttpStatusCode.BadRequest, "invalid_request");

        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Audit_CursorOfEvents_IsRefused()
    {
        await using var host = await HttpHost.StartAsync();
        var cursor = Text(await Answers.JsonAsync(await host.SendAsync("GET", "/events")), "cursor");

        await Answers.ProblemAsync(await host.SendAsync("GET", "/audit?cursor=" + cursor), HttpStatusCode.BadRequest, "invalid_request");
    }

    /// <summary>Ten seconds apart: ada registers a; bob may not remove it; a stranger may not; bob registers b; and once more.</summary>
    private static async Task<HttpHost> StartAsync()
    {
        var host = await HttpHost.StartAsync([
            Keys.Of("ada", CallerRole.Agent, "ada"), Keys.Of("bob", CallerRole.Agent, "bob"), Keys.Of("op", CallerRole.Operator, "op")]);
        await host.SendAsync("POST", "/agents/register", Registration("a"), [.. Ada, "X-Correlation-Id: first"]);
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await host.SendAsync("DELETE", "/agents/a?code=none", null, [.. Bob, "X-Correlation-Id: why"]);
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await host.SendAsync("DELETE", "/agents/a", null, "x-functions-key: wrong");
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await host.SendAsync("POST", "/agents/register", Registration("b"), Bob);
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await host.SendAsync("POST", "/agents/register", Registration("b"), Bob);
        return host;
    }

    private static string Registration(string id) => $$"""{"id":"{{id}}","name":"{{id}}","type":"t","host":"h","port":1}""";

    private static async Task<List<JsonElement>> EntriesAsync(HttpHost host, string query) =>
        [.. (await PageAsync(host, query)).GetProperty("entries").EnumerateArray()];

    private static async Task<JsonElement> PageAsync(HttpHost host, string query)
    {
        using var response = await host.SendAsync("GET", "/audit?" + query, null, "x-functions-key: op");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await Answers.JsonAsync(response);
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
