using System.Net;
using System.Text.Json;
using Xunit;

namespace Registry.Http.Tests.Lifecycles;

public sealed class LifecycleEventTests
{
    [Fact]
    public async Task EveryTransition_IsAnEventWithOldNewAndReason()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("base");
        await host.RegisterComponentAsync("app");
        await host.AskAsync(201, "PUT", "/agents/app/dependencies/base");
        await host.AskAsync(200, "POST", "/agents/app/activate?cascade=true");
        await host.AskAsync(200, "POST", "/agents/app/errors", """{"message":"disk full"}""");
        await host.AskAsync(200, "DELETE", "/agents/app/errors");
        await host.AskAsync(204, "DELETE", "/agents/app/dependencies/base");
        await host.AskAsync(200, "POST", "/agents/base/deactivate");

        var events = await EventsAsync(host, "&type=agent.lifecycle.changed,agent.error,agent.dependency.*");

        Assert.Equal(
            [
                "agent.dependency.added app [\"base\"]",
                "agent.lifecycle.changed base registered->active activated for app",
                "agent.lifecycle.changed app registered->active activated",
                "agent.error app disk full",
                "agent.lifecycle.changed app active->error disk full",
                "agent.lifecycle.changed app error->inactive errors cleared",
                "agent.dependency.removed app [\"base\"]",
                "agent.lifecycle.changed base active->inactive deactivated",
            ],
            events);
        Assert.Equal(["agent.lifecycle.changed base registered->active activated for app", "agent.lifecycle.changed base active->inactive deactivated"],
            await EventsAsync(host, "&type=agent.lifecycle.changed&agent=base"));
    }

    [Fact]
    public async Task Transitions_AreInTheAudit()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("app");
        await host.AskAsync(200, "POST", "/agents/app/activate");

        var entries = (await host.AskAsync(200, "GET", "/audit?type=agent.lifecycle.changed")).GetProperty("entries");

        Assert.Equal("app", Assert.Single(entries.EnumerateArray()).Text("agent_id"));
    }

    [Fact]
    public async Task ETag_ChangesWithTheLifecycle_AndGuardsWrites()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("app");
        var before = await TagAsync(host);
        await host.AskAsync(200, "POST", "/agents/app/activate");
        var after = await TagAsync(host);

        Assert.NotEqual(before, after);
        const string Body = """{"name":"other","type":"skill","kind":"component"}""";
        await host.AskAsync(412, "PUT", "/agents/app", Body, $"If-Match: {before}");
        using var unchanged = await host.SendAsync("GET", "/agents/app", null, $"If-None-Match: {after}");
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        await host.AskAsync(200, "PUT", "/agents/app", Body, $"If-Match: {after}");
        Assert.Equal("active", await host.LifecycleAsync("app"));
        await host.AskAsync(412, "DELETE", "/agents/app", null, $"If-Match: {after}");
    }

    [Fact]
    public async Task FiltersAndStatistics_SeeTheLifecycle()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("app");
        await host.RegisterComponentAsync("other");
        await host.AskAsync(200, "POST", "/agents/app/activate");

        var found = await host.AskAsync(200, "GET", "/agents?lifecycle=active&kind=component");
        Assert.Equal("app", Assert.Single(found.GetProperty("agents").EnumerateArray()).Text("id"));
        var counts = (await host.AskAsync(200, "GET", "/stats")).GetProperty("by_lifecycle");
        Assert.Equal((1, 1), (counts.GetProperty("active").GetInt32(), counts.GetProperty("registered").GetInt32()));
    }

    [Fact]
    public async Task Errors_BadInput_IsRefused_AndFiftyAreKept()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterComponentAsync("app");
        foreach (var body in new[] { "{}", """{"message":""}""", """{"message":7}""", """{"message":"\u0007"}""", $$"""{"message":"{{new string('x', 501)}}"}""", "[]" })
        {
            await host.AskAsync(400, "POST", "/agents/app/errors", body);
        }

        await host.AskAsync(404, "POST", "/agents/nobody/errors", """{"message":"x"}""");
        for (var i = 0; i < 55; i++)
        {
            await host.AskAsync(200, "POST", "/agents/app/errors", $$"""{"message":"{{i}}"}""");
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var history = await host.AskAsync(200, "GET", "/agents/app/errors");
        Assert.Equal(50, history.GetProperty("count").GetInt32());
        Assert.Equal("5", history.GetProperty("errors")[0].Text("message"));
    }

    [Fact]
    public async Task AnothersAgent_IsForbidden()
    {
        await using var host = await HttpHost.StartAsync([Keys.Of("one", Core.Agents.CallerRole.Agent, "k1"), Keys.Of("two", Core.Agents.CallerRole.Agent, "k2")]);
        await host.AskAsync(201, "POST", "/agents/register", """{"id":"app","name":"app","type":"skill","kind":"component"}""", "x-functions-key: k1");
        foreach (var (method, path) in new[] { ("POST", "/agents/app/activate"), ("PUT", "/agents/app/dependencies/b"), ("DELETE", "/agents/app/errors"), ("POST", "/agents/app/activate?cascade=true") })
        {
            Assert.Equal("forbidden", (await host.AskAsync(403, method, path, null, "x-functions-key: k2")).Text("code"));
        }

        await host.AskAsync(200, "POST", "/agents/app/activate", null, "x-functions-key: k1");
    }

    [Theory]
    [InlineData("dot", "text/vnd.graphviz", "\"b\\\"ase\" -> ")]
    [InlineData("mermaid", "text/vnd.mermaid", "-->|depends_on|")]
    public async Task Graph_InOtherFormats_EscapesNames(string format, string type, string edge)
    {
        await using var host = await HttpHost.StartAsync();
        await host.AskAsync(201, "POST", "/agents/register", """{"id":"base","name":"ba\"]; se<b>","type":"skill","kind":"component"}""");
        await host.RegisterComponentAsync("app", ",\"dependencies\":[\"base\",\"ghost\"]");

        using var response = await host.SendAsync("GET", $"/graph?format={format}");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(edge.Replace("b\\\"ase", "base", StringComparison.Ordinal), text, StringComparison.Ordinal);
        Assert.Contains("missing", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"]; se", text.Replace("\\\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await host.AskAsync(400, "GET", "/graph?format=svg");
    }

    private static async Task<string> TagAsync(HttpHost host)
    {
        using var response = await host.SendAsync("GET", "/agents/app");
        return response.Headers.ETag!.ToString();
    }

    private static async Task<List<string>> EventsAsync(HttpHost host, string more)
    {
        var events = (await host.AskAsync(200, "GET", "/events?cursor=oldest" + more)).GetProperty("events");
        return [.. events.EnumerateArray().Select(static happened =>
        {
            var data = happened.GetProperty("data");
            string Part(string name) => data.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText() : "";
            var change = Part("old").Length > 0 ? $" {Part("old")}->{Part("new")}" : "";
            return $"{happened.Text("type")} {happened.Text("subject")}{change} {Part("dependencies")}{Part("reason")}".TrimEnd();
        })];
    }
}
