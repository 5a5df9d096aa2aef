using System.Net;
using System.Text.Json;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Time;
using Xunit;

namespace Registry.Http.Tests.Usage;

public sealed class UsageTests
{
    [Fact]
    public async Task Usage_OfReadAgents_SaysHowOften()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a");
        await host.RegisterAsync("b");
        await host.RegisterAsync("c", ""","kind":"component" """.TrimEnd());
        await ReadAsync(host, "/agents/a", 3);
        await ReadAsync(host, "/agents/b", 1);
        await ReadAsync(host, "/agents", 5);
        await ReadAsync(host, "/agents/a/health", 2);

        var usage = await UsageAsync(host);

        Assert.Equal(3, usage.GetProperty("total_components").GetInt32());
        Assert.Equal(2, usage.GetProperty("active_components").GetInt32());
        Assert.Equal(4, usage.GetProperty("total_accesses").GetInt64());
        Assert.Equal(1.333, usage.GetProperty("avg_accesses").GetDouble());
        Assert.Equal("a", usage.GetProperty("most_accessed").GetString());
        Assert.Equal(1, usage.GetProperty("cache_hit_rate").GetDouble());
        Assert.Equal(0, usage.GetProperty("avg_activation_time").GetDouble());
        Assert.True(usage.GetProperty("avg_lookup_time").GetDouble() >= 0);
        var agents = usage.GetProperty("agents").EnumerateArray().ToList();
        Assert.Equal(["a", "b", "c"], agents.Select(agent => agent.GetProperty("id").GetString()));
        Assert.Equal([3L, 1L, 0L], agents.Select(agent => agent.GetProperty("access_count").GetInt64()));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", agents[0].GetProperty("last_accessed").GetString());
        Assert.False(agents[2].TryGetProperty("last_accessed", out _));
    }

    [Fact]
    public async Task Usage_Empty_HasNoMostAccessed()
    {
        await using var host = await HttpHost.StartAsync();

        var usage = await UsageAsync(host);

        Assert.Equal(0, usage.GetProperty("avg_accesses").GetDouble());
        Assert.False(usage.TryGetProperty("most_accessed", out _));
        Assert.Empty(usage.GetProperty("agents").EnumerateArray());
    }

    [Fact]
    public async Task Usage_AfterAStop_IsThereOnAnotherInstance()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a");
        await ReadAsync(host, "/agents/a", 3);
        await Registry(host).StopAsync(CancellationToken.None);
        var other = new AgentRegistry(host.Table, new StorageClock(host.Time), host.Time, Entropy.System, new RegistryOptions());

        Assert.True((await other.Usage.ReportAsync(10, Core.Discovery.Freshness.Latest, CancellationToken.None)).Is(out var report, out _));

        Assert.Equal(3, report.Accesses);
    }

    [Fact]
    public async Task Usage_OfAService_CountsItsOwnSurface()
    {
        await using var host = await HttpHost.StartAsync();
        using (await host.SendAsync("POST", "/api/v1/registry/services", """{"name":"s","endpoint":"http://s.example.com","version":"1.0.0"}"""))
        {
        }

        await ReadAsync(host, "/api/v1/registry/services/s", 2);

        Assert.Equal(2, (await UsageAsync(host)).GetProperty("total_accesses").GetInt64());
    }

    [Fact]
    public async Task Usage_Limited_HasTheMostUsed()
    {
        await using var host = await HttpHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.RegisterAsync($"a{i}");
            await ReadAsync(host, $"/agents/a{i}", i);
        }

        var usage = await UsageAsync(host, "?limit=2");

        Assert.Equal(["a4", "a3"], usage.GetProperty("agents").EnumerateArray().Select(agent => agent.GetProperty("id").GetString()));
        Assert.Equal(10, usage.GetProperty("total_accesses").GetInt64());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("x")]
    [InlineData("-1")]
    public async Task Usage_BadLimit_IsRefused(string limit)
    {
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAsync("GET", "/usage?limit=" + limit);

        await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task CleanUp_OfOneThatIsUsed_LeavesIt()
    {
        await using var host = await HttpHost.StartAsync();
        foreach (var id in new[] { "used", "unused" })
        {
            using var registered = await host.SendAsync("POST", "/agents/register", $$"""{"id":"{{id}}","name":"{{id}}","type":"t","kind":"component"}""");
            Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        }

        host.Time.Advance(TimeSpan.FromHours(2));
        await ReadAsync(host, "/agents/used", 1);

        using var response = await host.SendAndWaitAsync("POST", "/cleanup", """{"inactive_for_seconds":3600}""");

        Assert.Equal(1, (await Answers.JsonAsync(response)).GetProperty("removed").GetInt32());
        using var used = await host.SendAsync("GET", "/agents/used");
        using var unused = await host.SendAsync("GET", "/agents/unused");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (used.StatusCode, unused.StatusCode));
    }

    private static AgentRegistry Registry(HttpHost host) => (AgentRegistry)host.Server.Services.GetService(typeof(AgentRegistry))!;

    private static async Task ReadAsync(HttpHost host, string path, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await host.SendAsync("GET", path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private static async Task<JsonElement> UsageAsync(HttpHost host, string query = "")
    {
        using var response = await host.SendAsync("GET", "/usage" + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await Answers.JsonAsync(response);
    }
}
