using System.Net;
using System.Text.Json;
using Registry.Core.Agents;
using Registry.Http.Tests.Metrics;
using Xunit;

namespace Registry.Http.Tests;

public sealed class ResolveTests
{
    private const string Provider = ""","kind":"provider","circuit_breaker":{"failure_threshold":2,"success_threshold":1}""";

    [Fact]
    public async Task Resolve_OneOfTwo_SaysWhoAndWhy()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("low", Provider + ""","priority":"low" """);
        await host.RegisterAsync("high", Provider + ""","priority":"high" """);
        using var response = await host.SendAsync("GET", "/resolve?type=cost");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.NotNull(response.Headers.Age);
        var answer = await Answers.JsonAsync(response);
        Assert.Equal(["agent", "tier", "reason", "alternatives"], answer.EnumerateObject().Select(member => member.Name));
        Assert.Equal("high", answer.GetProperty("agent").GetProperty("id").GetString());
        Assert.Equal("global", answer.GetProperty("tier").GetString());
        Assert.NotEmpty(answer.GetProperty("reason").GetString()!);
        Assert.Equal(["low"], answer.GetProperty("alternatives").EnumerateArray().Select(agent => agent.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Resolve_Explained_ListsCandidates()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("one", Provider + ""","priority":0""");
        await host.RegisterAsync("two", Provider);
        await host.RegisterAsync("sick", Provider + ""","status":"unhealthy" """);
        using var response = await host.SendAsync("GET", "/resolve?type=cost&explain=true");

        var candidates = (await Answers.JsonAsync(response)).GetProperty("candidates").EnumerateArray().ToList();
        Assert.Equal(["id", "tier", "taken", "reason"], candidates[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(["order", "status"], candidates.Skip(1).Select(candidate => candidate.GetProperty("reason").GetString()).Order());
        Assert.Equal("one", Assert.Single(candidates, candidate => candidate.GetProperty("taken").GetBoolean()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Resolve_Nobody_IsA404WithCandidates()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("one", Provider);
        using var response = await host.SendAsync("GET", "/resolve?type=cost&exclude=one,two");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.NotFound, "no_provider");
        var candidate = Assert.Single(problem.GetProperty("candidates").EnumerateArray());
        Assert.Equal(("one", "excluded"), (candidate.GetProperty("id").GetString(), candidate.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("/resolve", "type")]
    [InlineData("/resolve?type=", "type")]
    [InlineData("/resolve?type=a&type=b", "type")]
    [InlineData("/resolve?type=a&explain=maybe", "explain")]
    [InlineData("/resolve?type=a&fallback_to_global=1", "fallback_to_global")]
    [InlineData("/resolve?type=a&require_dependencies=x", "require_dependencies")]
    [InlineData("/resolve?type=a&capability=@1", "capability")]
    [InlineData("/resolve?type=a&capability=", "capability")]
    [InlineData("/ready?timeout=61", "timeout")]
    [InlineData("/ready?timeout=-1", "timeout")]
    [InlineData("/ready?timeout=x", "timeout")]
    [InlineData("/ready?types=", "types")]
    [InlineData("/circuits?state=broken", "state")]
    [InlineData("/circuits?limit=0", "limit")]
    [InlineData("/circuits?cursor=!", "cursor")]
    [InlineData("/providers?limit=1001", "limit")]
    public async Task Get_WithAWrongParameter_IsRefusedByName(string path, string parameter)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAsync("GET", path);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal([parameter], problem.GetProperty("errors").EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("{}", "success")]
    [InlineData("""{"success":"yes"}""", "success")]
    [InlineData("""{"success":true,"latency_ms":-1}""", "latency_ms")]
    [InlineData("""{"success":true,"latency_ms":"5"}""", "latency_ms")]
    [InlineData("""{"success":true,"latency_ms":1e300}""", "latency_ms")]
    [InlineData("""{"success":false,"error":5}""", "error")]
    [InlineData("""{"success":false,"trial":[]}""", "trial")]
    [InlineData("[]", "body")]
    public async Task Outcome_Wrong_IsRefusedByMember(string body, string member)
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("one", Provider);
        using var response = await host.SendAsync("POST", "/agents/one/outcome", body);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal([member], problem.GetProperty("errors").EnumerateObject().Select(one => one.Name));
    }

    [Fact]
    public async Task Circuit_ThroughItsLife_IsShownEverywhere()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("one", Provider);
        Assert.False((await GetAsync(host, "/agents/one")).TryGetProperty("circuit", out _));
        Assert.Equal("closed", await OutcomeAsync(host, "one", """{"success":false,"error":"no\nanswer"}"""));
        Assert.Equal("warn", await CheckAsync(host));
        Assert.Equal("open", await OutcomeAsync(host, "one", """{"success":false}"""));

        var circuit = (await GetAsync(host, "/agents/one")).GetProperty("circuit");
        Assert.Equal(
            ["name", "state", "failure_count", "success_count", "last_failure_time", "opened_at"], circuit.EnumerateObject().Select(member => member.Name));
        Assert.Equal("fail", await CheckAsync(host));
        Assert.Equal("one", (await GetAsync(host, "/circuits?state=open,half_open")).GetProperty("circuits")[0].GetProperty("name").GetString());
        Assert.Equal("open", (await GetAsync(host, "/providers")).GetProperty("circuit_breaker_stats").GetProperty("one").GetProperty("state").GetString());
        var happened = (await GetAsync(host, "/events?cursor=oldest&type=agent.circuit.changed")).GetProperty("events")[0].GetProperty("data");
        Assert.Equal(("closed", "open"), (happened.GetProperty("old").GetString(), happened.GetProperty("new").GetString()));
        using var refused = await host.SendAsync("GET", "/resolve?type=cost");
        await Answers.ProblemAsync(refused, HttpStatusCode.NotFound, "no_provider");

        host.Time.Advance(TimeSpan.FromSeconds(61));
        using var head = await host.SendAsync("HEAD", "/resolve?type=cost", null, "Cache-Control: no-cache");
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        var trial = (await GetAsync(host, "/resolve?type=cost")).GetProperty("trial");
        Assert.Equal(["id", "until"], trial.EnumerateObject().Select(member => member.Name));
        Assert.Equal("half_open", (await GetAsync(host, "/agents/one")).GetProperty("circuit").GetProperty("state").GetString());
        Assert.Equal("half_open", await OutcomeAsync(host, "one", """{"success":true,"trial":"another"}"""));
        Assert.Equal("closed", await OutcomeAsync(host, "one", $$"""{"success":true,"trial":"{{trial.GetProperty("id").GetString()}}"}"""));
        Assert.Equal("ok", await CheckAsync(host));
    }

    [Fact]
    public async Task Outcomes_InABatch_FailAlone()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("one", Provider);
        using var response = await host.SendAsync(
            "POST", "/agents/outcomes", """[{"id":"one","success":false},{"id":"one","success":false},{"id":"nobody","success":true},{"id":"one"},5]""");

        var answer = await Answers.JsonAsync(response);
        Assert.Equal([200, 200, 404, 400, 400], answer.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetInt32()));
        Assert.Equal("open", (await GetAsync(host, "/agents/one")).GetProperty("circuit").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Reset_OfOneAndOfAll_SaysHowMany()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("one", Provider);
        await host.RegisterAsync("two", Provider);
        await OutcomeAsync(host, "one", """{"success":false}""");
        await OutcomeAsync(host, "two", """{"success":false}""");
        using var one = await host.SendAsync("POST", "/agents/one/circuit/reset");
        using var all = await host.SendAsync("POST", "/circuits/reset");
        using var ghost = await host.SendAsync("POST", "/agents/ghost/circuit/reset");

        Assert.Equal(1, (await Answers.JsonAsync(one)).GetProperty("reset").GetInt32());
        Assert.Equal(1, (await Answers.JsonAsync(all)).GetProperty("reset").GetInt32());
        await Answers.ProblemAsync(ghost, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Circuits_InPages_HasEachOnce()
    {
        await using var host = await HttpHost.StartAsync();
        foreach (var id in new[] { "a", "b", "c" })
        {
            await host.RegisterAsync(id, Provider);
        }

        var first = await GetAsync(host, "/circuits?limit=2&type=COST");
        var second = await GetAsync(host, $"/circuits?limit=2&type=COST&cursor={first.GetProperty("next_cursor").GetString()}");

        Assert.Equal((2, 3), (first.GetProperty("count").GetInt32(), first.GetProperty("total").GetInt32()));
        Assert.False(second.TryGetProperty("next_cursor", out _));
        Assert.Equal(
            ["a", "b", "c"],
            first.GetProperty("circuits").EnumerateArray().Concat(second.GetProperty("circuits").EnumerateArray()).Select(circuit => circuit.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Providers_ByHandlerAndType_HasThemAll()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("own", Provider + ""","handler":"Speak \"up\"" """);
        await host.RegisterAsync("any", Provider + ""","handler":"*" """);
        await host.RegisterAsync("also", Provider);
        var answer = await GetAsync(host, "/providers");

        Assert.Equal("own", answer.GetProperty("handlers").GetProperty("Speak \"up\"").GetProperty("cost")[0].GetProperty("id").GetString());
        Assert.Equal(2, answer.GetProperty("global_services").GetProperty("cost").GetArrayLength());
        Assert.Equal(3, answer.GetProperty("circuit_breaker_stats").EnumerateObject().Count());
        Assert.Equal("{}", (await GetAsync(host, "/providers?type=none")).GetProperty("global_services").GetRawText());
    }

    [Fact]
    public async Task Ready_LastTypeRegisters_IsAnswered()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("one", Provider);
        using var now = await host.SendAsync("GET", "/ready?types=cost,memory&timeout=0");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, now.StatusCode);
        Assert.Equal("""{"ready":false,"available":{"cost":"one"},"missing":["memory"]}""", await now.Content.ReadAsStringAsync());

        var waiting = host.SendAsync("GET", "/ready?types=cost,memory");
        using var registered = await host.SendAsync("PUT", "/agents/two", """{"name":"two","type":"Memory","kind":"provider"}""");
        using var ready = await waiting;

        Assert.Equal("""{"ready":true,"available":{"cost":"one","memory":"two"},"missing":[]}""", await ready.Content.ReadAsStringAsync());
        using var nothing = await host.SendAsync("GET", "/ready?timeout=0");
        Assert.Equal(HttpStatusCode.OK, nothing.StatusCode);
    }

    [Fact]
    public async Task Metrics_AfterResolves_HaveThem()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("one", Provider);
        await OutcomeAsync(host, "one", """{"success":false}""");
        using var found = await host.SendAsync("GET", "/resolve?type=cost");
        await OutcomeAsync(host, "one", """{"success":false}""");
        using var none = await host.SendAsync("GET", "/resolve?type=cost");
        var scrape = await Scrape.OfAsync(host);

        Assert.Equal(1, scrape.Sum("registry_open_circuits", ("state", "open")));
        Assert.Equal(1, scrape.Sum("registry_providers", ("type", "cost")));
        Assert.Equal(1, scrape.Sum("registry_resolve_duration_seconds_count", ("outcome", "no_provider")));
    }

    [Theory]
    [InlineData("GET", "/resolve?type=cost", "reader-secret", HttpStatusCode.NotFound)]
    [InlineData("GET", "/ready?timeout=0", "reader-secret", HttpStatusCode.OK)]
    [InlineData("POST", "/agents/a/outcome", "reader-secret", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/agents/outcomes", "reader-secret", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/agents/a/outcome", "agent-secret", HttpStatusCode.NotFound)]
    [InlineData("POST", "/circuits/reset", "agent-secret", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/agents/a/circuit/reset", "agent-secret", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/circuits/reset", "operator-secret", HttpStatusCode.OK)]
    public async Task Call_ByRole_IsAllowedOrNot(string method, string path, string key, HttpStatusCode status)
    {
        await using var host = await HttpHost.StartAsync(
        [
            Keys.Of("r", CallerRole.Reader, "reader-secret"), Keys.Of("a", CallerRole.Agent, "agent-secret"), Keys.Of("o", CallerRole.Operator, "operator-secret"),
        ]);
        using var response = await host.SendAsync(method, path, method == "POST" ? """{"success":true}""" : null, "x-functions-key: " + key);

        Assert.Equal(status, response.StatusCode);
    }

    private static async Task<JsonElement> GetAsync(HttpHost host, string path)
    {
        using var response = await host.SendAsync("GET", path, null, "Cache-Control: no-cache");
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await Answers.JsonAsync(response);
    }

    private static async Task<string> OutcomeAsync(HttpHost host, string id, string body)
    {
        using var response = await host.SendAsync("POST", $"/agents/{id}/outcome", body);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await Answers.JsonAsync(response)).GetProperty("state").GetString()!;
    }

    private static async Task<string> CheckAsync(HttpHost host) =>
        (await GetAsync(host, "/agents/one/health")).GetProperty("checks").GetProperty("circuit").GetProperty("status").GetString()!;
}
