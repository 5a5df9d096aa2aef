using System.Net;
using System.Text.Json;
using Registry.Core.Agents;
using Registry.Http.Auth;
using Xunit;

namespace Registry.Http.Tests;

/// <summary>Keys that are confined to types and id prefixes, and agents that change hands.</summary>
public sealed class NamespaceTests
{
    private static readonly ApiKeyOptions[] Configured =
    [
        Keys.Of("team", CallerRole.Agent, "team") with { Namespaces = ["worker", "team:"] },
        Keys.Of("lead", CallerRole.Operator, "lead") with { Namespaces = ["worker", "team:"] },
        Keys.Of("other", CallerRole.Agent, "other"),
        Keys.Of("ops", CallerRole.Operator, "ops"),
        Keys.Of("watcher", CallerRole.Reader, "watcher"),
    ];

    [Theory]
    [InlineData("{\"id\":\"team:1\",\"name\":\"n\",\"type\":\"llm\",\"endpoint\":\"http://h\"}", HttpStatusCode.Created)]
    [InlineData("{\"name\":\"n\",\"type\":\"Worker\",\"endpoint\":\"http://h\"}", HttpStatusCode.Created)]
    [InlineData("{\"id\":\"elsewhere\",\"name\":\"n\",\"type\":\"llm\",\"endpoint\":\"http://h\"}", HttpStatusCode.Forbidden)]
    [InlineData("{\"id\":\"Team:1\",\"name\":\"n\",\"type\":\"workers\",\"endpoint\":\"http://h\"}", HttpStatusCode.Forbidden)]
    public async Task Register_ByAConfinedKey_OnlyWithin(string body, HttpStatusCode expected)
    {
        await using var host = await HttpHost.StartAsync(Configured);
        using var response = await host.SendAsync("POST", "/agents/register", body, "x-functions-key: team");

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Change_ThatLeadsOutside_IsForbidden()
    {
        await using var host = await HttpHost.StartAsync(Configured);
        await RegisterAsync(host, "team", "a", "worker");

        using var patch = await host.SendAsync("PATCH", "/agents/a", "{\"type\":\"llm\"}", "x-functions-key: team");
        await Answers.ProblemAsync(patch, HttpStatusCode.Forbidden, "forbidden");
        using var put = await host.SendAsync("PUT", "/agents/a", Body("a", "llm"), "x-functions-key: team");
        await Answers.ProblemAsync(put, HttpStatusCode.Forbidden, "forbidden");
        using var rename = await host.SendAsync("PATCH", "/agents/a", "{\"name\":\"b\"}", "x-functions-key: team");
        Assert.Equal(HttpStatusCode.OK, rename.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/agents/mine/maintenance", "{\"reason\":\"r\"}", HttpStatusCode.OK)]
    [InlineData("POST", "/agents/foreign/maintenance", "{\"reason\":\"r\"}", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/agents/nobody/maintenance", "{\"reason\":\"r\"}", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/agents/mine/maintenance", null, HttpStatusCode.OK)]
    [InlineData("POST", "/agents/mine/circuit/reset", null, HttpStatusCode.OK)]
    [InlineData("POST", "/agents/mine/probe", null, HttpStatusCode.OK)]
    [InlineData("PUT", "/agents/mine/owner", "{\"owner\":\"lead\"}", HttpStatusCode.OK)]
    [InlineData("PUT", "/agents/foreign/owner", "{\"owner\":\"team\"}", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/agents/foreign/unregister", null, HttpStatusCode.Forbidden)]
    [InlineData("POST", "/agents/foreign/heartbeat", null, HttpStatusCode.Forbidden)]
    [InlineData("POST", "/sweep", null, HttpStatusCode.Forbidden)]
    [InlineData("POST", "/cleanup", null, HttpStatusCode.Forbidden)]
    [InlineData("GET", "/agents/foreign", null, HttpStatusCode.OK)]
    public async Task Operator_Confined_HasItsPowersWithinOnly(string method, string path, string? body, HttpStatusCode expected)
    {
        await using var host = await HttpHost.StartAsync(Configured);
        await RegisterAsync(host, "team", "mine", "worker");
        await RegisterAsync(host, "other", "foreign", "llm");
        using var response = await host.SendAsync(method, path, body, "x-functions-key: lead");

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Owner_Changed_TheNewOneMayChangeAndTheOldOneMayNot()
    {
        await using var host = await HttpHost.StartAsync(Configured);
        await RegisterAsync(host, "other", "a", "llm");

        using var changed = await host.SendAsync("PUT", "/agents/a/owner", "{\"owner\":\"ops\"}", "x-functions-key: ops");
        Assert.Equal("ops", (await Answers.JsonAsync(changed)).GetProperty("owner").GetString());
        using var old = await host.SendAsync("POST", "/agents/a/heartbeat", null, "x-functions-key: other");
        Assert.Equal(HttpStatusCode.Forbidden, old.StatusCode);
        using var asAgent = await host.SendAsync("PUT", "/agents/a/owner", "{\"owner\":\"other\"}", "x-functions-key: other");
        Assert.Equal(HttpStatusCode.Forbidden, asAgent.StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"owner\":\"\"}")]
    [InlineData("{\"owner\":\"a b\"}")]
    [InlineData("{\"owner\":5}")]
    public async Task Owner_NoName_NamesTheField(string body)
    {
        await using var host = await HttpHost.StartAsync(Configured);
        await RegisterAsync(host, "other", "a", "llm");
        using var response = await host.SendAsync("PUT", "/agents/a/owner", body, "x-functions-key: ops");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty("owner", out _));
    }

    [Theory]
    [InlineData("watcher", "reader", null)]
    [InlineData("lead", "operator", "worker,team:")]
    public async Task WhoAmI_SaysNameRoleAndNamespace(string key, string role, string? names)
    {
        await using var host = await HttpHost.StartAsync(Configured);
        using var response = await host.SendAsync("GET", "/whoami", null, "x-functions-key: " + key);

        var who = await Answers.JsonAsync(response);
        Assert.Equal((key, role), (who.GetProperty("name").GetString(), who.GetProperty("role").GetString()));
        Assert.Equal(names, who.TryGetProperty("namespace", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null);
    }

    private static string Body(string id, string type) => $$"""{"id":"{{id}}","name":"n","type":"{{type}}","endpoint":"http://h:80"}""";

    private static async Task RegisterAsync(HttpHost host, string key, string id, string type)
    {
        using var response = await host.SendAsync("POST", "/agents/register", Body(id, type), "x-functions-key: " + key);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }
}
