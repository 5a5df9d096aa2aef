using System.Net;
using Registry.Contracts.Services;
using Xunit;

namespace Registry.Http.Tests.Services;

/// <summary>A service is an agent: registered by one surface, it is found by the other.</summary>
public sealed class ServiceSurfacesTests
{
    [Fact]
    public async Task RegisteredAsService_IsAnAgentOfThatKind()
    {
        await using var host = await HttpHost.StartAsync();
        await Seed.RegisterAsync(host, "svc", ""","metadata":{"tags":["t"],"environment":"prod","type":"llm","team":{"lead":"é"}},"capabilities":[{"name":"c","version":"1.2.0","inputs":{"type":"object"}}]""");
        using var response = await host.SendAsync("GET", "/agents/svc");

        var agent = await Answers.JsonAsync(response);
        Assert.Equal("svc", agent.GetProperty("id").GetString());
        Assert.Equal("service", agent.GetProperty("kind").GetString());
        Assert.Equal("llm", agent.GetProperty("type").GetString());
        Assert.Equal("prod", agent.GetProperty("environment").GetString());
        Assert.Equal("""["t"]""", agent.GetProperty("tags").GetRawText());
        Assert.Equal("""{"team":{"lead":"é"}}""", agent.GetProperty("metadata").GetRawText());
        Assert.Equal("""[{"name":"c","version":"1.2.0","inputs":{"type":"object"}}]""", agent.GetProperty("capability_details").GetRawText());
        Assert.Equal(300, agent.GetProperty("ttl_seconds").GetDouble());
        Assert.Equal("http", agent.GetProperty("health_check").GetProperty("kind").GetString());
        Assert.Equal("unknown", agent.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"id\":\"svc\",")]
    public async Task RegisteredAsAgent_IsAService(string id)
    {
        await using var host = await HttpHost.StartAsync();
        using var registered = await host.SendAsync(
            "POST",
            "/agents/register",
            $$"""{{{id}}"name":"svc","kind":"service","type":"llm","host":"10.0.0.1","port":80,"capabilities":["bare"],"tags":["t"],"metadata":{"tags":"mine","x":1} }""");
        Assert.Equal("svc", (await Answers.JsonAsync(registered)).GetProperty("agent_id").GetString());
        using var read = await host.SendAsync("GET", Seed.Services + "/svc");
        using var list = await host.SendAsync("GET", Seed.Services);

        var service = await Shapes.ReadAsync<ServiceDefinition>(read);
        Assert.Equal(("svc", "http://10.0.0.1:80", ""), (service.Name, service.Endpoint, service.Version));
        Assert.Equal(("bare", ""), (Assert.Single(service.Capabilities).Name, service.Capabilities[0].Version));
        Assert.Equal("""{"tags":["t"],"type":"llm","x":1}""", (await Answers.JsonAsync(read)).GetProperty("metadata").GetRawText());
        Assert.Equal("svc", Assert.Single((await Shapes.ReadAsync<ServicePage>(list)).Services).Name);
    }

    [Fact]
    public async Task RegisteredAsAgent_UnderAnotherId_IsRefused()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("POST", "/agents/register", """{"id":"other","name":"svc","kind":"service","type":"t","endpoint":"https://h"}""");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty("id", out _));
    }

    [Theory]
    [InlineData("GET", "", null)]
    [InlineData("GET", "/health", null)]
    [InlineData("PUT", "", "{}")]
    [InlineData("DELETE", "", null)]
    public async Task AnAgentOfAnotherKind_IsNoService(string method, string more, string? body)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("worker");
        using var response = await host.SendAsync(method, Seed.Services + "/worker" + more, body);
        using var agent = await host.SendAsync("GET", "/agents/worker");

        await Answers.ProblemAsync(response, HttpStatusCode.NotFound, "not_found");
        Assert.Equal(HttpStatusCode.OK, agent.StatusCode);
    }

    [Fact]
    public async Task Delete_OnEitherSurface_IsGoneOnBoth()
    {
        await using var host = await HttpHost.StartAsync();
        await Seed.RegisterAsync(host, "one");
        await Seed.RegisterAsync(host, "two");
        using var first = await host.SendAsync("DELETE", Seed.Services + "/one");
        using var second = await host.SendAsync("DELETE", "/agents/two");
        using var asAgent = await host.SendAsync("GET", "/agents/one");
        using var asService = await host.SendAsync("GET", Seed.Services + "/two");

        Assert.Equal(HttpStatusCode.NotFound, asAgent.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, asService.StatusCode);
    }

    [Fact]
    public async Task Unreachable_ReadsUnhealthyEverywhere()
    {
        await using var host = await HttpHost.StartAsync();
        await Seed.RegisterAsync(host, "silent");
        await Seed.RegisterAsync(host, "broken");
        await Seed.ReportAsync(host, "broken", "unhealthy");
        for (var second = 0; second < 240; second += 15)
        {
            host.Time.Advance(TimeSpan.FromSeconds(15));
            using var beat = await Seed.BeatAsync(host, "broken", "");
            using var sweep = await host.SendAsync("POST", "/sweep");
        }

        using var agent = await host.SendAsync("GET", "/agents/silent");
        using var health = await host.SendAsync("GET", Seed.Services + "/silent/health");
        using var list = await host.SendAsync("GET", Seed.Services + "?health=unhealthy");
        using var stats = await host.SendAsync("GET", "/api/v1/registry/stats");

        Assert.Equal("unreachable", (await Answers.JsonAsync(agent)).GetProperty("status").GetString());
        var read = await Shapes.ReadAsync<ServiceHealth>(health);
        Assert.Equal("unhealthy", read.Status);
        Assert.NotNull(read.Error);
        Assert.Equal(["broken", "silent"], (await Shapes.ReadAsync<ServicePage>(list)).Services.Select(service => service.Name));
        Assert.Equal(2, (await Shapes.ReadAsync<ServiceStatistics>(stats)).UnhealthyServices);
    }
}
