using System.Net;
using Registry.Contracts.Services;
using Registry.Core.Agents;
using Registry.Http.Auth;
using Xunit;

namespace Registry.Http.Tests.Services;

/// <summary>Who may register, change and remove which service.</summary>
public sealed class ServiceOwnershipTests
{
    private static readonly ApiKeyOptions[] Four =
    [
        Http.Tests.Keys.Of("reader", CallerRole.Reader, "r"),
        Http.Tests.Keys.Of("alice", CallerRole.Agent, "a"),
        Http.Tests.Keys.Of("bob", CallerRole.Agent, "b"),
        Http.Tests.Keys.Of("ops", CallerRole.Operator, "o"),
    ];

    [Fact]
    public async Task Register_TheSameOwnerAgain_UpdatesIt()
    {
        await using var host = await HttpHost.StartAsync(Four);
        await Seed.RegisterAsync(host, "svc", ""","metadata":{"tags":["old"],"team":"x"},"capabilities":[{"name":"c","version":"1.0.0"}]""", "a");
        using var first = await SendAsync(host, "a", "GET", Seed.Services + "/svc");
        host.Time.Advance(TimeSpan.FromSeconds(5));
        using var again = await SendAsync(
            host, "a", "POST", Seed.Services, """{"name":"svc","endpoint":"https://moved.example","version":"2.0.0","metadata":{"tags":["new"]}}""");

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Null(again.Headers.Location);
        var before = await Shapes.ReadAsync<ServiceDefinition>(first);
        var after = await Shapes.ReadAsync<ServiceDefinition>(again);
        Assert.Equal(("https://moved.example", "2.0.0"), (after.Endpoint, after.Version));
        Assert.Empty(after.Capabilities);
        Assert.Equal(["new"], after.Metadata!.Tags!);
        Assert.Null(after.Metadata.More);
        Assert.Equal(before.RegisteredAt, after.RegisteredAt);
        Assert.True(after.UpdatedAt > before.UpdatedAt);
    }

    [Fact]
    public async Task Register_Again_KeepsWhatOnlyTheAgentSurfaceSays()
    {
        await using var host = await HttpHost.StartAsync();
        await Seed.RegisterAsync(host, "svc");
        using var patched = await host.SendAsync(
            "PATCH", "/agents/svc", """{"priority":"high","ttl_seconds":900,"health_check":{"path":"/live","interval_seconds":7}}""");
        await Seed.ReportAsync(host, "svc", "degraded");
        using var again = await host.SendAsync("POST", Seed.Services, """{"name":"svc","endpoint":"https://b.example","version":"2"}""");
        using var read = await host.SendAsync("GET", "/agents/svc");

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var agent = await Answers.JsonAsync(read);
        Assert.Equal("high", agent.GetProperty("priority").GetString());
        Assert.Equal(900, agent.GetProperty("ttl_seconds").GetDouble());
        Assert.Equal("/live", agent.GetProperty("health_check").GetProperty("path").GetString());
        Assert.Equal("degraded", agent.GetProperty("status").GetString());
        Assert.Equal("b.example", agent.GetProperty("host").GetString());
    }

    [Theory]
    [InlineData("b")]
    [InlineData("o")]
    public async Task Register_Anothers_IsAlreadyRegistered(string key)
    {
        await using var host = await HttpHost.StartAsync(Four);
        await Seed.RegisterAsync(host, "svc", key: "a");
        using var response = await SendAsync(host, key, "POST", Seed.Services, """{"name":"svc","endpoint":"https://evil.example","version":"9"}""");
        using var read = await SendAsync(host, "r", "GET", Seed.Services + "/svc");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.Conflict, "already_registered");
        Assert.Equal("svc", problem.GetProperty("agent_id").GetString());
        Assert.Equal("https://svc.example", (await Shapes.ReadAsync<ServiceDefinition>(read)).Endpoint);
    }

    [Fact]
    public async Task Register_TheIdOfAnAgentOfAnotherKind_IsAlreadyRegistered()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("worker");
        using var response = await host.SendAsync("POST", Seed.Services, """{"name":"worker","endpoint":"https://w.example","version":"1"}""");

        await Answers.ProblemAsync(response, HttpStatusCode.Conflict, "already_registered");
    }

    [Theory]
    [InlineData("PUT", "{}")]
    [InlineData("DELETE", null)]
    public async Task Change_Anothers_IsForbidden(string method, string? body)
    {
        await using var host = await HttpHost.StartAsync(Four);
        await Seed.RegisterAsync(host, "svc", key: "a");
        using var response = await SendAsync(host, "b", method, Seed.Services + "/svc", body);

        await Answers.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("o")]
    public async Task Change_OnesOwnOrAsOperator_IsDone(string key)
    {
        await using var host = await HttpHost.StartAsync(Four);
        await Seed.RegisterAsync(host, "svc", key: "a");
        using var updated = await SendAsync(host, key, "PUT", Seed.Services + "/svc", """{"version":"2.0.0"}""");
        using var deleted = await SendAsync(host, key, "DELETE", Seed.Services + "/svc");

        Assert.Equal("2.0.0", (await Shapes.ReadAsync<ServiceDefinition>(updated)).Version);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Theory]
    [InlineData("r", "POST", "/api/v1/registry/services")]
    [InlineData("r", "PUT", "/api/v1/registry/services/svc")]
    [InlineData("r", "DELETE", "/api/v1/registry/services/svc")]
    [InlineData("a", "POST", "/api/v1/registry/cleanup")]
    [InlineData("a", "POST", "/cleanup")]
    public async Task Call_WithTooLittleOfARole_IsForbidden(string key, string method, string path)
    {
        await using var host = await HttpHost.StartAsync(Four);
        using var response = await SendAsync(host, key, method, path, "{}");

        await Answers.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData("/api/v1/registry/services")]
    [InlineData("/api/v1/registry/health")]
    [InlineData("/api/v1/registry/stats")]
    [InlineData("/api/v1/registry/capabilities")]
    [InlineData("/stats")]
    [InlineData("/capabilities")]
    public async Task Read_TakesAReader(string path)
    {
        await using var host = await HttpHost.StartAsync(Four);
        using var without = await host.SendAsync("GET", path);
        using var with = await SendAsync(host, "r", "GET", path);

        await Answers.ProblemAsync(without, HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpHost host, string key, string method, string path, string? body = null) =>
        host.SendAsync(method, path, body, "x-functions-key: " + key);
}
