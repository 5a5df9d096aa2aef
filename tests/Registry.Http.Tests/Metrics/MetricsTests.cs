using System.Net;
using Registry.Core.Agents;
using Registry.Core.Storage;
using Xunit;

namespace Registry.Http.Tests.Metrics;

/// <summary>What the real pipeline's metrics say of what was done to it.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_AfterAScriptedRun_AgreeWithIt()
    {
        await using var host = await HttpHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.RegisterAsync($"a{i}");
        }

        using var twice = await host.SendAsync("POST", "/agents/register", """{"id":"a0","name":"x","type":"cost","host":"h","port":1}""");
        using var wrong = await host.SendAsync("POST", "/agents/register", "{}");
        using var beat = await host.SendAsync("POST", "/agents/a1/heartbeat", "{}");
        using var lost = await host.SendAndWaitAsync("POST", "/agents/nobody/heartbeat", "{}");
        using var gone = await host.SendAsync("DELETE", "/agents/a4");
        Assert.Equal(HttpStatusCode.OK, beat.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, lost.StatusCode);
        var scrape = await Scrape.OfAsync(host);

        Assert.Equal(5, Requests(scrape, "POST", "/agents/register", "201"));
        Assert.Equal(1, Requests(scrape, "POST", "/agents/register", "409"));
        Assert.Equal(1, Requests(scrape, "POST", "/agents/register", "400"));
        Assert.Equal(1, Requests(scrape, "POST", "/agents/{id}/heartbeat", "200"));
        Assert.Equal(1, Requests(scrape, "POST", "/agents/{id}/heartbeat", "404"));
        Assert.Equal(5, scrape.Sum("registry_changes_total", ("type", "agent.registered")));
        Assert.Equal(1, scrape.Sum("registry_changes_total", ("type", "agent.unregistered")));
        Assert.Equal(6, scrape.Sum("registry_commits_total"));
        Assert.Equal(6, scrape.Sum("registry_commit_group_size_count"));
        Assert.Equal(6, scrape.Sum("registry_commit_group_size_sum"));
        Assert.Equal(6, scrape.Sum("registry_tables_requests_total", ("operation", "transaction"), ("kind", "commit")));
        Assert.Equal(6, scrape.Sum("registry_tables_duration_seconds_count", ("kind", "commit"), ("outcome", "ok")));
        Assert.Equal(1, scrape.Sum("registry_heartbeats_total", ("outcome", "ok")));
        Assert.Equal(1, scrape.Sum("registry_heartbeats_total", ("outcome", "not_found")));
        Assert.Equal(1, scrape.Sum("registry_heartbeat_flushes_total", ("outcome", "ok")));
        Assert.Equal(1, scrape.Sum("registry_tables_requests_total", ("kind", "flush")));
        Assert.Equal(4, scrape.Sum("registry_agents"));
        Assert.Equal(4, scrape.Sum("registry_shard_agents"));
        Assert.Equal(6, scrape.Sum("registry_shard_changes"));
        Assert.Equal(0, scrape.Sum("registry_shard_failing"));
    }

    [Fact]
    public async Task Metrics_ThousandRegisteredInOneBatch_TakeUnderFortyCommits()
    {
        await using var host = await HttpHost.StartAsync();
        var before = await Scrape.OfAsync(host);
        var items = Enumerable.Range(0, 1000).Select(i => $$"""{"id":"c{{i}}","name":"c{{i}}","type":"cost","host":"h","port":8001}""");
        using var warm = await host.SendAsync("GET", "/agents");
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Table.Hold = release.Task;
        var answer = host.SendAsync("POST", "/agents/batch", $"[{string.Join(',', items)}]");

        // Each command that waits has a timer of its own: all of them are there once the first transactions are held.
        while (host.Time.TimerCount < 1000 && !answer.IsCompleted)
        {
            await Task.Yield();
        }

        release.SetResult();
        using var response = await answer;
        var json = await Answers.JsonAsync(response);
        var after = await Scrape.OfAsync(host);

        Assert.Equal(1000, json.GetProperty("succeeded").GetInt32());
        var commits = after.Sum("registry_tables_requests_total", ("kind", "commit")) - before.Sum("registry_tables_requests_total", ("kind", "commit"));
        Assert.InRange(commits, 1, 39);
        Assert.Equal(commits, after.Sum("registry_commits_total"));
        Assert.Equal(1000, after.Sum("registry_commit_group_size_sum"));
        Assert.Equal(1000, after.Sum("registry_agents"));
    }

    [Fact]
    public async Task Metrics_AfterASweep_SayWhomItMarked()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("silent", ""","ttl_seconds":10""");
        host.Time.Advance(TimeSpan.FromSeconds(14));
        using var swept = await host.SendAsync("POST", "/sweep");
        Assert.Equal(HttpStatusCode.OK, swept.StatusCode);
        var scrape = await Scrape.OfAsync(host);

        Assert.Equal(1, scrape.Sum("registry_sweep_duration_seconds_count", ("outcome", "ok")));
        Assert.Equal(1, scrape.Sum("registry_sweep_agents_total", ("result", "unreachable")));
        Assert.Equal(0, scrape.Sum("registry_sweep_agents_total", ("result", "expired")));
        Assert.Equal(1, scrape.Sum("registry_agents", ("status", "unreachable")));
        Assert.True(scrape.Sum("registry_tables_requests_total", ("kind", "job")) >= 2);
        Assert.True(scrape.Sum("registry_tables_requests_total", ("kind", "sweep")) >= 2);
    }

    [Fact]
    public async Task Metrics_WhenStorageIsGone_SayThatShardsFail()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a");
        using var warm = await host.SendAsync("GET", "/agents");
        host.Table.Fault = TableStatus.Unavailable;
        using var refused = await host.SendAndWaitAsync("GET", "/agents", null, "Cache-Control: no-cache");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        var scrape = await Scrape.OfAsync(host);

        Assert.Equal(4, scrape.Sum("registry_shard_failing"));
        Assert.True(scrape.Sum("registry_tables_duration_seconds_count", ("kind", "tail"), ("outcome", "unavailable")) >= 4);
        Assert.Equal(1, Requests(scrape, "GET", "/agents", "503"));
    }

    [Fact]
    public async Task Metrics_WhenAnswersAreLost_SaySo()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a");
        host.Table.LoseWrites = true;
        using var unknown = await host.SendAndWaitAsync("DELETE", "/agents/a");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unknown.StatusCode);
        var scrape = await Scrape.OfAsync(host);

        Assert.True(scrape.Sum("registry_commit_lost_answers_total") >= 1);
        Assert.Equal(1, scrape.Sum("registry_commits_total"));
        Assert.Equal(1, Requests(scrape, "DELETE", "/agents/{id}", "503"));
    }

    [Fact]
    public async Task Metrics_UnderHostilePathsMethodsAndIds_DoNotGrow()
    {
        await using var host = await HttpHost.StartAsync();
        using var first = await host.SendAndWaitAsync("GET", "/agents/nobody");
        using var second = await host.SendAsync("GET", "/no/such/path");
        using var third = await host.SendAsync("BREW", "/no/such/path");
        var before = await Scrape.OfAsync(host);
        for (var i = 0; i < 300; i++)
        {
            using var path = await host.SendAsync("GET", $"/no/{i}/\"%0A{i}");
            using var method = await host.SendAsync($"BREW{i}", $"/no/{i}");
            using var type = await host.SendAsync("GET", $"/agents/x%22y{i}/%5C{i}");
        }

        var after = await Scrape.OfAsync(host);
        Assert.Equal(1 + 300 + 300, Requests(after, "GET", "unmatched", "404"));
        Assert.Equal(1 + 300, Requests(after, "_OTHER", "unmatched", "404"));
        Assert.Equal(Series(before) + 1, Series(after));
    }

    [Fact]
    public async Task Metrics_OfTwoRegistries_AreNotMixed()
    {
        await using var one = await HttpHost.StartAsync();
        await using var other = await HttpHost.StartAsync();
        await one.RegisterAsync("a");

        Assert.Equal(1, (await Scrape.OfAsync(one)).Sum("registry_commits_total"));
        Assert.Equal(0, (await Scrape.OfAsync(other)).Sum("registry_commits_total"));
    }

    [Fact]
    public async Task Metrics_WithoutAKey_AreRefused()
    {
        await using var host = await HttpHost.StartAsync([Keys.Of("watcher", CallerRole.Reader, "reader-secret")]);
        using var without = await host.Client.GetAsync("/metrics");
        using var with = await host.SendAsync("GET", "/metrics", null, "x-functions-key: reader-secret");
        using var head = await host.SendAsync("HEAD", "/metrics", null, "x-functions-key: reader-secret");

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    // The scrape itself is a request, seen by the next one: one series more.
    private static int Series(Scrape scrape) =>
        scrape.Families["http_server_request_duration_seconds"].Samples.Count(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal));

    private static double Requests(Scrape scrape, string method, string route, string status) => scrape.Sum(
        "http_server_request_duration_seconds_count",
        ("http_request_method", method),
        ("http_route", route),
        ("http_response_status_code", status));
}
