using System.Net;
using System.Text.Json;
using Registry.Core.Health.Probing;
using Xunit;

namespace Registry.Http.Tests;

public sealed class AgentHealthTests
{
    private const string Checked = ""","health_check":{"kind":"http"}""";

    [Fact]
    public async Task Health_OfAnAgentWithoutACheck_HasEverySource()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var response = await host.SendAsync("GET", "/agents/a1/health");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(response.Headers.Age);
        var health = await Answers.JsonAsync(response);
        Assert.Equal(["id", "healthy", "status", "last_check", "checks"], health.EnumerateObject().Select(member => member.Name));
        Assert.True(health.GetProperty("healthy").GetBoolean());
        var checks = health.GetProperty("checks");
        Assert.Equal(
            ["heartbeat ok", "probe skipped", "circuit ok", "dependencies skipped", "trust skipped"],
            checks.EnumerateObject().Select(check => $"{check.Name} {check.Value.GetProperty("status").GetString()}"));
        Assert.Equal(
            ["status", "last_seen", "lapses_at", "expires_at"], checks.GetProperty("heartbeat").EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("healthy", "ok", "")]
    [InlineData("degraded", "warn", "")]
    [InlineData("unhealthy", "fail", "far")]
    [InlineData("inactive", "fail", "far")]
    [InlineData(null, "fail", "far")]
    public async Task Health_OfWhatDependsOnOthers_SaysHowThoseAre(string? far, string status, string down)
    {
        await using var host = await HttpHost.StartAsync();
        foreach (var registration in (string[])["\"far\"", "\"near\",\"dependencies\":[\"far\"]", "\"a1\",\"dependencies\":[\"near\"]"])
        {
            using var registered = await host.SendAsync("POST", "/agents/register", $$"""{"name":"n","type":"t","kind":"provider","id":{{registration}}}""");
            Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        }

        using var changed = far switch
        {
            null => await host.SendAsync("DELETE", "/agents/far"),
            "inactive" => await host.SendAsync("POST", "/agents/far/deactivate?force=true"),
            _ => await host.SendAsync("POST", "/agents/status", $$"""{"far":"{{far}}"}"""),
        };
        Assert.True(changed.IsSuccessStatusCode);

        using var one = await host.SendAsync("GET", "/agents/a1/health");
        using var all = await host.SendAsync("GET", "/agents/health");
        foreach (var health in (JsonElement[])[await Answers.JsonAsync(one), (await Answers.JsonAsync(all)).GetProperty("a1")])
        {
            var check = health.GetProperty("checks").GetProperty("dependencies");
            Assert.Equal(status, check.GetProperty("status").GetString());
            Assert.Equal(down, check.TryGetProperty("down", out var ids) ? ids[0].GetString() : "");
        }
    }

    [Fact]
    public async Task Probe_OfAnAgent_AnswersItsHealth()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", Checked);
        host.Prober.Sees = new ProbeObservation { StatusCode = 503 };
        using var first = await host.SendAsync("POST", "/agents/a1/probe");
        using var second = await host.SendAndWaitAsync("POST", "/agents/a1/probe");
        using var third = await host.SendAndWaitAsync("POST", "/agents/a1/probe");

        Assert.Equal("healthy", (await Answers.JsonAsync(first)).GetProperty("status").GetString());
        var health = await Answers.JsonAsync(third);
        Assert.Equal("unhealthy", health.GetProperty("status").GetString());
        Assert.Equal("decided by probes", health.GetProperty("reason").GetString());
        Assert.NotEmpty(health.GetProperty("error").GetString()!);
        var probe = health.GetProperty("checks").GetProperty("probe");
        Assert.Equal(
            ["status", "kind", "gated", "last_check", "response_time_ms", "status_code", "error", "consecutive_failures", "consecutive_successes"],
            probe.EnumerateObject().Select(member => member.Name));
        Assert.Equal("fail", probe.GetProperty("status").GetString());
        Assert.Equal(503, probe.GetProperty("status_code").GetInt32());
        Assert.Equal(3, probe.GetProperty("consecutive_failures").GetInt32());
    }

    [Fact]
    public async Task Probe_AddressThatIsNotAllowed_SaysSo()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", Checked);
        host.Prober.Sees = new ProbeObservation(ProbeError.AddressNotAllowed, 0);
        using var response = await host.SendAsync("POST", "/agents/a1/probe");

        var health = await Answers.JsonAsync(response);
        Assert.Equal("skipped", health.GetProperty("checks").GetProperty("probe").GetProperty("status").GetString());
        Assert.Contains("outbound guard", health.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("healthy", health.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("GET", "/agents/ghost/health", "404 not_found")]
    [InlineData("POST", "/agents/ghost/probe", "404 not_found")]
    [InlineData("POST", "/agents/ghost/maintenance", "404 not_found")]
    [InlineData("DELETE", "/agents/ghost/maintenance", "404 not_found")]
    [InlineData("GET", "/agents/no%20id/health", "400 invalid_request")]
    [InlineData("POST", "/agents/no%20id/probe", "400 invalid_request")]
    [InlineData("DELETE", "/agents/no%20id/maintenance", "400 invalid_request")]
    [InlineData("GET", "/agents/health?unhealthy=maybe", "400 invalid_request")]
    [InlineData("GET", "/agents/health?limit=0", "400 invalid_request")]
    [InlineData("POST", "/agents/health/check?limit=x", "400 invalid_request")]
    public async Task Call_WrongOrUnknown_IsRefused(string method, string path, string problem)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync(method, path, method == "POST" ? """{"reason":"r"}""" : null);

        await Answers.ProblemAsync(response, (HttpStatusCode)int.Parse(problem[..3], null), problem[4..]);
    }

    [Fact]
    public async Task List_InPages_HasEveryAgentOnceAndTheCursorInAHeader()
    {
        await using var host = await HttpHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.RegisterAsync($"a{i}");
        }

        var found = new List<string>();
        string? cursor = null;
        do
        {
            using var response = await host.SendAsync("GET", "/agents/health?limit=2" + (cursor is null ? "" : "&cursor=" + cursor));
            found.AddRange((await Answers.JsonAsync(response)).EnumerateObject().Select(member => member.Name));
            cursor = response.Headers.TryGetValues("X-Next-Cursor", out var values) ? values.Single() : null;
        }
        while (cursor is not null);

        Assert.Equal(["a0", "a1", "a2", "a3", "a4"], found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_Unhealthy_HasAllThatAreNotHealthy()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("good");
        await host.RegisterAsync("slow", ""","status":"degraded" """);
        await host.RegisterAsync("bad", ""","status":"unhealthy" """);
        await host.RegisterAsync("new", ""","kind":"service" """);
        using var unhealthy = await host.SendAsync("GET", "/agents/health?unhealthy=true");
        using var all = await host.SendAsync("GET", "/agents/health?unhealthy=false&type=cost");

        Assert.Equal(["bad", "new", "slow"], (await Answers.JsonAsync(unhealthy)).EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(4, (await Answers.JsonAsync(all)).EnumerateObject().Count());
    }

    [Fact]
    public async Task Check_OfAll_SaysWhoAnswered()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", Checked);
        await host.RegisterAsync("a2");
        using var response = await host.SendAsync("POST", "/agents/health/check");

        Assert.Equal("""{"a1":true}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Probe_AllThatIsDue_CountsAndIsShownAsAJob()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1", Checked);
        using var first = await host.SendAsync("POST", "/probe");
        using var second = await host.SendAsync("POST", "/probe");
        using var health = await host.SendAsync("GET", "/health");

        Assert.Equal("""{"probed":1,"succeeded":1,"failed":0,"skipped":0}""", await first.Content.ReadAsStringAsync());
        Assert.Equal("""{"probed":0,"succeeded":0,"failed":0,"skipped":0}""", await second.Content.ReadAsStringAsync());
        Assert.True((await Answers.JsonAsync(health)).GetProperty("jobs").TryGetProperty("probe", out _));
    }

    [Fact]
    public async Task Maintenance_BeginAndEnd_ShowsInTheAgentAndItsHealth()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var begin = await host.SendAsync("POST", "/agents/a1/maintenance", """{"reason":"new disk","until":"2026-01-01T01:00:00+00:00"}""");
        using var health = await host.SendAsync("GET", "/agents/a1/health");
        using var end = await host.SendAsync("DELETE", "/agents/a1/maintenance");

        var agent = await Answers.JsonAsync(begin);
        Assert.Equal("maintenance", agent.GetProperty("status").GetString());
        Assert.Equal("""{"reason":"new disk","until":"2026-01-01T01:00:00.000Z"}""", agent.GetProperty("maintenance").GetRawText());
        Assert.Equal("new disk", (await Answers.JsonAsync(health)).GetProperty("reason").GetString());
        var after = await Answers.JsonAsync(end);
        Assert.Equal("healthy", after.GetProperty("status").GetString());
        Assert.False(after.TryGetProperty("maintenance", out _));
    }

    [Theory]
    [InlineData("{}", "reason")]
    [InlineData("""{"reason":""}""", "reason")]
    [InlineData("""{"reason":5}""", "reason")]
    [InlineData("""{"reason":"a\nb"}""", "reason")]
    [InlineData("[]", "body")]
    [InlineData("""{"reason":"r","until":"2025-12-31T23:59:59Z"}""", "until")]
    [InlineData("""{"reason":"r","until":"2026-01-02T00:00:00"}""", "until")]
    [InlineData("""{"reason":"r","until":"tomorrow"}""", "until")]
    [InlineData("""{"reason":"r","until":1795257000}""", "until")]
    public async Task Maintenance_WrongBody_IsRefused(string body, string field)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a1");
        using var response = await host.SendAsync("POST", "/agents/a1/maintenance", body);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Theory]
    [InlineData("POST", "/agents/a1/maintenance")]
    [InlineData("DELETE", "/agents/a1/maintenance")]
    [InlineData("POST", "/agents/a1/probe")]
    [InlineData("POST", "/agents/health/check")]
    [InlineData("POST", "/probe")]
    public async Task Call_ByAnAgent_IsForbidden(string method, string path)
    {
        await using var host = await HttpHost.StartAsync(keys: [Keys.Of("agent", Core.Agents.CallerRole.Agent, "secret")]);
        using var response = await host.SendAsync(method, path, null, "x-functions-key: secret");

        await Answers.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
    }
}
