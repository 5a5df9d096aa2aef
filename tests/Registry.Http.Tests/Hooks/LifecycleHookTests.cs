using System.Net;
using System.Text.Json;
using Registry.Core.Health.Probing;
using Registry.Core.Lifecycles.Hooks;
using Registry.Http.Tests.Lifecycles;
using Registry.Http.Tests.Metrics;
using Xunit;

namespace Registry.Http.Tests.Hooks;

/// <summary>Hooks around what the lifecycle endpoints do.</summary>
public sealed class LifecycleHookTests
{
    private const string Own = "https://hooks.example.com/own";
    private const string Wide = "https://hooks.example.com/wide";

    [Fact]
    public async Task Cascade_HookRefusesHalfWay_SaysWhatWasChangedAndWhatNot()
    {
        await using var host = await HttpHost.StartAsync();
        host.Hooks.Answers["https://hooks.example.com/half"] = new HookAnswer(ProbeError.None, 403, "no");
        await host.RegisterComponentAsync("a");
        await host.RegisterComponentAsync("b", ""","dependencies":["a"],"hooks":{"pre_activation":"https://hooks.example.com/half"}""");
        await host.RegisterComponentAsync("c", ""","dependencies":["b"]""");

        var problem = await host.AskAsync(409, "POST", "/agents/c/activate?cascade=true");

        Assert.Equal("hook_refused", problem.Text("code"));
        Assert.Equal("1 of 3 agents were changed, then this happened. A hook refused the change: status 403: no", problem.Text("detail"));
        Assert.Equal(["a"], problem.Texts("changed"));
        Assert.Equal(["b", "c"], problem.Texts("not_changed"));
    }

    [Fact]
    public async Task Activate_HookRefuses_IsRefusedWithItsReasonAndNothingChanges()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host, "a", $$""","hooks":{"pre_activation":"{{Own}}"}""");
        host.Hooks.Answers[Own] = new HookAnswer(ProbeError.None, 403, "license expired");

        using var response = await host.SendAsync("POST", "/agents/a/activate");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.Conflict, "hook_refused");
        Assert.Contains("license expired", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("a", problem.GetProperty("agent_id").GetString());
        Assert.Equal("registered", (await GetAsync(host, "/agents/a")).GetProperty("lifecycle").GetString());
    }

    [Fact]
    public async Task Metrics_OfCalls_SayWhatTheyCameTo()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host, "a", $$""","hooks":{"pre_activation":"{{Own}}","pre_deactivation":"{{Wide}}"}""");
        host.Hooks.Answers[Own] = new HookAnswer(ProbeError.None, 403, "license expired");
        await PostAsync(host, "/agents/a/activate", HttpStatusCode.Conflict);
        host.Hooks.Answers[Own] = new HookAnswer(ProbeError.None, 204, null);
        await PostAsync(host, "/agents/a/activate", HttpStatusCode.OK);
        host.Hooks.Answers[Wide] = new HookAnswer(ProbeError.TimedOut, 0, null);
        await PostAsync(host, "/agents/a/deactivate", HttpStatusCode.Conflict);

        var scrape = await Scrape.OfAsync(host);

        Assert.Equal(
            (1, 1, 1, 3),
            (Calls("pre_activation", "refused"), Calls("pre_activation", "ok"), Calls("pre_deactivation", "failed"), scrape.Sum("registry_hooks_duration_seconds_count")));

        double Calls(string hook, string result) => scrape.Sum("registry_hooks_total", ("hook", hook), ("result", result));
    }

    [Fact]
    public async Task ActivateAndDeactivate_HooksThatAllow_AreCalledAroundEach()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host, "a", $$"""
            ,"hooks":{"pre_activation":"{{Own}}","post_activation":"{{Own}}","pre_deactivation":"{{Own}}","post_deactivation":"{{Own}}"}
            """);

        await PostAsync(host, "/agents/a/activate", HttpStatusCode.OK);
        await PostAsync(host, "/agents/a/deactivate", HttpStatusCode.OK);

        Assert.Equal(
            [("pre_activation", "a", "registered"), ("post_activation", "a", "active"), ("pre_deactivation", "a", "active"), ("post_deactivation", "a", "inactive")],
            host.Hooks.Calls);
    }

    [Fact]
    public async Task Activate_OneThatIsActiveOrMayNot_AsksNobody()
    {
        await using var host = await HttpHost.StartAsync();
        await AddAsync(host, "pre_activation", null);
        await RegisterAsync(host, "waits", ""","dependencies":["missing"]""");
        await PostAsync(host, "/agents/waits/activate", HttpStatusCode.Conflict);
        await PostAsync(host, "/agents/nobody/activate", HttpStatusCode.NotFound);
        Assert.Empty(host.Hooks.Calls);

        await RegisterAsync(host, "a");
        await PostAsync(host, "/agents/a/activate", HttpStatusCode.OK);
        await PostAsync(host, "/agents/a/activate", HttpStatusCode.OK);
        Assert.Single(host.Hooks.Calls);
    }

    [Fact]
    public async Task Activate_HookOfAnotherType_IsNotAsked()
    {
        await using var host = await HttpHost.StartAsync();
        await AddAsync(host, "pre_activation", "other");
        await AddAsync(host, "pre_activation", "SKILL");
        await RegisterAsync(host, "a");

        await PostAsync(host, "/agents/a/activate", HttpStatusCode.OK);

        Assert.Single(host.Hooks.Calls);
    }

    [Fact]
    public async Task ActivateCascade_HookRefusesTheLast_SaysWhatWasDone()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host, "base");
        await RegisterAsync(host, "top", $$""","dependencies":["base"],"hooks":{"pre_activation":"{{Own}}"}""");
        host.Hooks.Answers[Own] = new HookAnswer(ProbeError.TimedOut, 0, null);

        using var response = await host.SendAsync("POST", "/agents/top/activate?cascade=true");

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.Conflict, "hook_refused");
        Assert.Contains("no answer in time", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("active", (await GetAsync(host, "/agents/base")).GetProperty("lifecycle").GetString());
        Assert.Equal("registered", (await GetAsync(host, "/agents/top")).GetProperty("lifecycle").GetString());
    }

    [Fact]
    public async Task ActivateBatch_HookRefusesOne_ItFailsAlone()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host, "a", $$""","hooks":{"pre_activation":"{{Own}}"}""");
        await RegisterAsync(host, "b");
        host.Hooks.Answers[Own] = new HookAnswer(ProbeError.None, 500, null);

        using var response = await host.SendAsync("POST", "/agents/activate", """{"ids":["a","b"]}""");

        var results = (await Answers.JsonAsync(response)).GetProperty("results").EnumerateArray().ToList();
        Assert.Equal("hook_refused", results[0].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(200, results[1].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Activate_HooksAreNotKnown_IsUnavailable()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host, "a");
        host.Table.Fault = Core.Storage.TableStatus.Unavailable;

        using var response = await host.SendAndWaitAsync("POST", "/agents/a/activate");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Usage_AfterActivationsAndIncludes_SaysSo()
    {
        await using var host = await HttpHost.StartAsync();
        await RegisterAsync(host, "a");
        await PostAsync(host, "/agents/a/activate", HttpStatusCode.OK);
        await GetAsync(host, "/agents/a");
        await GetAsync(host, "/agents/a");

        var usage = (await GetAsync(host, "/agents/a?include=usage")).GetProperty("usage");

        Assert.Equal(2, usage.GetProperty("access_count").GetInt64());
        Assert.True(usage.TryGetProperty("last_accessed", out _));
        Assert.Equal(2, (await GetAsync(host, "/usage")).GetProperty("total_accesses").GetInt64());
        Assert.True((await GetAsync(host, "/usage")).GetProperty("avg_activation_time").GetDouble() >= 0);
    }

    [Fact]
    public async Task Usage_OfWhatIsResolved_CountsIt()
    {
        await using var host = await HttpHost.StartAsync();
        using (await host.SendAsync("POST", "/agents/register", """{"id":"p","name":"p","type":"llm","kind":"provider"}"""))
        {
        }

        await GetAsync(host, "/resolve?type=llm");

        Assert.Equal(1, (await GetAsync(host, "/usage")).GetProperty("total_accesses").GetInt64());
    }

    private static async Task RegisterAsync(HttpHost host, string id, string more = "")
    {
        using var response = await host.SendAsync(
            "POST", "/agents/register", $$"""{"id":"{{id}}","name":"{{id}}","type":"skill","kind":"component"{{more}}}""");
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    private static async Task AddAsync(HttpHost host, string phase, string? type)
    {
        using var response = await host.SendAsync("POST", "/hooks", JsonSerializer.Serialize(new { phase, url = Wide, agent_type = type }));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static async Task PostAsync(HttpHost host, string path, HttpStatusCode expected)
    {
        using var response = await host.SendAsync("POST", path);
        Assert.True(expected == response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> GetAsync(HttpHost host, string path)
    {
        using var response = await host.SendAsync("GET", path);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await Answers.JsonAsync(response);
    }
}
