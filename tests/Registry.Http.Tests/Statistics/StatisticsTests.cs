using System.Net;
using System.Text.Json;
using Registry.Http.Tests.Services;
using Xunit;

namespace Registry.Http.Tests.Statistics;

public sealed class StatisticsTests
{
    private static readonly string[] Statuses = ["healthy", "degraded", "unhealthy", "unreachable", "unknown", "maintenance"];

    [Fact]
    public async Task Stats_WithoutAgents_HaveEveryMember()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("GET", "/stats");

        Assert.Equal(
            """
            {"total_registered":0,"healthy":0,"degraded":0,"unhealthy":0,"unreachable":0,"unknown":0,"maintenance":0,
            "healthy_count":0,"error_count":0,"health_percentage":1,
            "by_kind":{"agent":0,"service":0,"component":0,"system":0,"provider":0},"by_type":{},"by_system_type":{},"by_environment":{},
            "by_lifecycle":{"discovered":0,"registered":0,"active":0,"inactive":0,"error":0},"unique_capabilities":0,"jobs":{}}
            """.ReplaceLineEndings(""),
            await response.Content.ReadAsStringAsync());
        Assert.Equal("0", Answers.Header(response, "Age"));
    }

    [Fact]
    public async Task Stats_EveryCount_IsTheTotalOfThatList()
    {
        await using var host = await HttpHost.StartAsync();
        await MixAsync(host);
        using var response = await host.SendAsync("GET", "/stats", null, "Cache-Control: no-cache");
        var stats = await Answers.JsonAsync(response);

        Assert.Equal(await TotalAsync(host, ""), Number(stats, "total_registered"));
        Assert.True(Number(stats, "unreachable") > 0);
        Assert.Equal(Number(stats, "total_registered"), Statuses.Sum(status => Number(stats, status)));
        foreach (var status in Statuses)
        {
            Assert.Equal(await TotalAsync(host, "?status=" + status), Number(stats, status));
        }

        foreach (var (member, filter) in new[] { ("by_kind", "kind"), ("by_type", "type"), ("by_system_type", "system_type"), ("by_environment", "environment"), ("by_lifecycle", "lifecycle") })
        {
            foreach (var count in stats.GetProperty(member).EnumerateObject())
            {
                Assert.Equal(await TotalAsync(host, $"?{filter}={count.Name}"), count.Value.GetInt32());
            }
        }

        Assert.Equal(Number(stats, "healthy"), Number(stats, "healthy_count"));
        Assert.Equal(await TotalAsync(host, "?lifecycle=error"), Number(stats, "error_count"));
        Assert.Equal((double)Number(stats, "healthy") / Number(stats, "total_registered"), stats.GetProperty("health_percentage").GetDouble());

        using var listed = await host.SendAsync("GET", "/capabilities");
        var capabilities = await Answers.JsonAsync(listed);
        Assert.Equal(Number(stats, "unique_capabilities"), Number(capabilities, "count"));
        Assert.Equal(Number(capabilities, "count"), capabilities.GetProperty("capabilities").GetArrayLength());
        foreach (var capability in capabilities.GetProperty("capabilities").EnumerateArray())
        {
            Assert.Equal(await TotalAsync(host, "?capability=" + capability.GetProperty("name").GetString()), Number(capability, "agents"));
        }
    }

    [Fact]
    public async Task Stats_OfServices_AreTheTotalsOfTheirLists()
    {
        await using var host = await HttpHost.StartAsync();
        await MixAsync(host);
        using var response = await host.SendAsync("GET", "/api/v1/registry/stats");
        var stats = await Answers.JsonAsync(response);

        const string List = "/api/v1/registry/services";
        Assert.Equal(await TotalAsync(host, "", List), Number(stats, "totalServices"));
        Assert.Equal(await TotalAsync(host, "?health=healthy", List), Number(stats, "healthyServices"));
        Assert.Equal(await TotalAsync(host, "?health=unhealthy", List), Number(stats, "unhealthyServices"));
        Assert.Equal(await TotalAsync(host, "?health=degraded", List), Number(stats, "degradedServices"));
    }

    [Fact]
    public async Task Stats_AfterASweep_TellItsResult()
    {
        await using var host = await HttpHost.StartAsync();
        using var sweep = await host.SendAsync("POST", "/sweep");
        using var response = await host.SendAsync("GET", "/stats");

        var job = (await Answers.JsonAsync(response)).GetProperty("jobs").GetProperty("sweep");
        Assert.Equal(["last_run", "duration_ms", "counts"], job.EnumerateObject().Select(member => member.Name));
        Assert.Equal(0, job.GetProperty("counts").GetProperty("expired").GetInt32());
    }

    [Fact]
    public async Task Capabilities_VersionsAscend()
    {
        await using var host = await HttpHost.StartAsync();
        var versions = new[] { "10.0.0", "2.0.0", "2.0.0-rc.1", "latest", "2.0.0" };
        for (var i = 0; i < versions.Length; i++)
        {
            await host.RegisterAsync($"a{i}", $$""","capabilities":[{"name":"x","version":"{{versions[i]}}"},"bare"]""");
        }

        using var response = await host.SendAsync("GET", "/capabilities");
        Assert.Equal(
            """{"capabilities":[{"name":"bare","versions":[],"agents":5},{"name":"x","versions":["2.0.0-rc.1","2.0.0","10.0.0","latest"],"agents":5}],"count":2}""",
            await response.Content.ReadAsStringAsync());
    }

    /// <summary>Agents of every kind and status: two that are silent are unreachable.</summary>
    private static async Task MixAsync(HttpHost host)
    {
        string[] kinds = ["agent", "service", "component", "system", "provider"];
        string[] reported = ["healthy", "degraded", "unhealthy", "maintenance", "unknown"];
        for (var i = 0; i < 20; i++)
        {
            var type = (i % 2 == 0 ? "Alpha" : "alpha") + (i % 3);
            var more = i % 3 == 0
                ? ""","environment":"prod","system_type":"database","capabilities":["a",{"name":"b","version":"1.0.0"}]"""
                : ""","capabilities":["c"]""";
            using var registered = await host.SendAsync(
                "POST",
                "/agents/register?verify_trust_chain=false",
                $$"""{"name":"n{{i}}","id":"n{{i}}","type":"{{type}}","kind":"{{kinds[i % 5]}}","endpoint":"https://h{{i}}","ttl_seconds":10,"status":"{{reported[i % 4 + i / 19]}}"{{more}}}""");
            Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        }

        using var first = await host.SendAsync("POST", "/sweep");
        host.Time.Advance(TimeSpan.FromSeconds(10));
        for (var i = 2; i < 20; i++)
        {
            using var beat = await Seed.BeatAsync(host, $"n{i}", "");
        }

        using var sweep = await host.SendAsync("POST", "/sweep");
        Assert.Equal("""{"unreachable":2,"expired":0}""", await sweep.Content.ReadAsStringAsync());
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static async Task<int> TotalAsync(HttpHost host, string query, string list = "/agents")
    {
        using var response = await host.SendAsync("GET", list + query, null, "Cache-Control: no-cache");
        return Number(await Answers.JsonAsync(response), "total");
    }
}
