using System.Net;
using Microsoft.Extensions.Logging;
using Registry.Core.Storage;
using Xunit;

namespace Registry.Http.Tests;

public sealed class OutageTests
{
    [Fact]
    public async Task Read_StorageGone_AnswersFromMemoryAndSaysHowOld()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var warm = await host.SendAsync("GET", "/agents");
        host.Table.Fault = TableStatus.Unavailable;
        host.Time.Advance(TimeSpan.FromSeconds(7));
        using var one = await host.SendAsync("GET", "/agents/a1");
        using var list = await host.SendAsync("GET", "/agents");

        Assert.Equal(HttpStatusCode.OK, one.StatusCode);
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        Assert.True(one.Headers.Age >= TimeSpan.FromSeconds(7));
        Assert.True(list.Headers.Age >= TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData("GET", "/agents/a1", null)]
    [InlineData("GET", "/agents", null)]
    public async Task NoCacheRead_StorageGone_IsUnavailable(string method, string path, string? body)
    {
        await using var host = await GoneAsync();
        using var response = await host.SendAndWaitAsync(method, path, body, "Cache-Control: no-cache");

        await Answers.ProblemAsync(response, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("GET", "/agents/ghost", null)]
    [InlineData("POST", "/agents/register", """{"name":"n","type":"t","host":"h","port":1}""")]
    [InlineData("PUT", "/agents/a1", """{"name":"n","type":"t","host":"h","port":1}""")]
    [InlineData("DELETE", "/agents/a1", null)]
    [InlineData("POST", "/agents/a1/unregister", null)]
    [InlineData("POST", "/agents/a1/heartbeat", null)]
    public async Task Write_StorageGone_IsUnavailable(string method, string path, string? body)
    {
        await using var host = await GoneAsync();
        using var response = await host.SendAndWaitAsync(method, path, body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        await Answers.ProblemAsync(response, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Write_OutcomeNeverKnown_SaysSo()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        host.Table.LoseWrites = true;
        using var response = await host.SendAndWaitAsync("DELETE", "/agents/a1");

        await Answers.ProblemAsync(response, HttpStatusCode.ServiceUnavailable, "outcome_unknown");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Health_Normally_IsHealthy()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("GET", "/health");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var health = await Answers.JsonAsync(response);
        Assert.Equal(
            ["status", "service", "timestamp", "version", "storage", "shards", "jobs", "protection"],
            health.EnumerateObject().Select(member => member.Name));
        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.Equal("agent-registry", health.GetProperty("service").GetString());
        Assert.Equal("1.2.3", health.GetProperty("version").GetString());
        Assert.Equal("healthy", health.GetProperty("storage").GetProperty("status").GetString());
        Assert.True(health.GetProperty("storage").GetProperty("age_seconds").GetDouble() >= 0);
        Assert.False(health.GetProperty("protection").GetProperty("active").GetBoolean());
        Assert.Equal(4, health.GetProperty("shards").GetArrayLength());
    }

    [Fact]
    public async Task Health_AfterASweep_KnowsIt()
    {
        await using var host = await HttpHost.StartAsync();
        using var sweep = await host.SendAsync("POST", "/sweep");
        using var response = await host.SendAsync("GET", "/health");

        var job = (await Answers.JsonAsync(response)).GetProperty("jobs").EnumerateObject().Single().Value;
        Assert.True(job.TryGetProperty("last_run", out _));
        Assert.Equal(0, job.GetProperty("counts").GetProperty("expired").GetInt64());
    }

    [Fact]
    public async Task Health_StorageGoneWithShardsInMemory_IsDegraded()
    {
        await using var host = await GoneAsync();
        using var response = await host.SendAsync("GET", "/health");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("degraded", (await Answers.JsonAsync(response)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Health_StorageGoneFromTheStart_IsUnhealthy()
    {
        await using var host = await HttpHost.StartAsync();
        host.Table.Fault = TableStatus.Unavailable;
        using var health = await host.SendAsync("GET", "/health");
        using var live = await host.SendAsync("GET", "/health/live");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("unhealthy", (await Answers.JsonAsync(health)).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task Fault_InStorage_IsInternalAndTellsNothing()
    {
        await using var host = await HttpHost.StartAsync();
        host.Table.Throws = true;
        using var response = await host.SendAsync("GET", "/agents/a1", null, "X-Correlation-Id: c-9");

        var text = await response.Content.ReadAsStringAsync();
        await Answers.ProblemAsync(response, HttpStatusCode.InternalServerError, "internal");
        Assert.Equal("c-9", Answers.Header(response, "X-Correlation-Id"));
        Assert.DoesNotContain("AccountKey", text, StringComparison.Ordinal);
        var line = Assert.Single(host.Log.OfHttp);
        Assert.NotNull(line.Exception);
        Assert.Contains("CorrelationId:c-9", line.Scopes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_ThatGoesAway_IsNoError()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        host.Table.LoseWrites = true;
        using var leave = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/agents/a1");
        var answer = host.Client.SendAsync(request, leave.Token);
        await host.Table.TransactionLost;
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await host.StopAsync();
        Assert.DoesNotContain(host.Log.OfHttp, line => line.Level > LogLevel.Information);
    }

    private static async Task<HttpHost> GoneAsync()
    {
        var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var warm = await host.SendAsync("GET", "/agents");
        host.Table.Fault = TableStatus.Unavailable;
        host.Time.Advance(TimeSpan.FromSeconds(2));
        return host;
    }
}
