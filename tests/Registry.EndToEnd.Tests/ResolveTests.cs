using System.Diagnostics;
using System.Net;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>Two instances count together, and whoever waits on one hears of what the other took in.</summary>
[Collection(OnAzurite.Name)]
public sealed class ResolveTests
{
    // The bound on staleness is 1 s; the rest is for two round trips on a busy machine.
    private static readonly TimeSpan Agreed = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task Circuit_FailuresOnBothInstances_OpensAndClosesForBoth()
    {
        var settings = await AppSettings.OnAzuriteAsync();
        await using var first = await RegistryProcess.StartAsync(settings);
        await using var second = await RegistryProcess.StartAsync(settings);
        await PutAsync(first, "good", """, "priority": "high", "circuit_breaker": {"failure_threshold": 3, "recovery_timeout": 3, "success_threshold": 1}""");
        await PutAsync(first, "fallback", "");
        Assert.Equal("good", await WhoAsync(second));

        await ReportAsync(first, """{"success": false}""");
        await ReportAsync(second, """{"success": false}""");
        await ReportAsync(first, """{"success": false, "error": "timed out"}""");
        await Polling.UntilAsync("open for both", Agreed, () => second.Http.GetAsync("/agents/good", fresh: false), agent => agent.Text.Contains("\"state\":\"open\"", StringComparison.Ordinal));
        Assert.Equal(("fallback", "fallback"), (await WhoAsync(first), await WhoAsync(second)));

        // Whichever instance is asked first, one caller gets the trial.
        Answer? trial = null;
        await Polling.UntilAsync("a trial", TimeSpan.FromSeconds(10), () => second.Http.GetAsync("/resolve?type=llm", fresh: true), answer => (trial = answer).Text.Contains("\"trial\"", StringComparison.Ordinal));
        Assert.Equal(("fallback", "fallback"), (await WhoAsync(first), await WhoAsync(second)));
        var id = trial!.Json.GetProperty("trial").GetProperty("id").GetString();
        await ReportAsync(first, $$"""{"success": true, "trial": "{{id}}"}""");
        await Polling.UntilAsync("closed for both", Agreed, () => second.Http.GetAsync("/agents/good", fresh: false), agent => agent.Text.Contains("\"state\":\"closed\"", StringComparison.Ordinal));
        Assert.Equal("good", await WhoAsync(second));
    }

    [Fact]
    public async Task Ready_LastTypeRegistersHereOrElsewhere_IsAnsweredSoon()
    {
        var settings = await AppSettings.OnAzuriteAsync();
        await using var first = await RegistryProcess.StartAsync(settings);
        await using var second = await RegistryProcess.StartAsync(settings);
        await PutAsync(first, "good", "");
        var here = first.Http.GetAsync("/ready?types=llm,memory", fresh: false);
        var elsewhere = second.Http.GetAsync("/ready?types=llm,memory", fresh: false);
        (await first.Http.GetAsync("/ready?types=llm,memory&timeout=0.5", fresh: false)).Is(HttpStatusCode.ServiceUnavailable);
        Assert.False(here.IsCompleted || elsewhere.IsCompleted);

        (await first.Http.SendAsync(HttpMethod.Put, "/agents/memory", """{"name": "memory", "type": "memory", "kind": "provider"}""")).Is(HttpStatusCode.Created);
        var registered = Stopwatch.GetTimestamp();
        (await here).Is(HttpStatusCode.OK);
        Assert.InRange(Stopwatch.GetElapsedTime(registered).TotalSeconds, 0, Agreed.TotalSeconds);
        Assert.Equal("memory", (await elsewhere).Is(HttpStatusCode.OK).Json.GetProperty("available").GetProperty("memory").GetString());
        Assert.InRange(Stopwatch.GetElapsedTime(registered).TotalSeconds, 0, Agreed.TotalSeconds);
    }

    private static async Task PutAsync(RegistryProcess app, string id, string more) =>
        (await app.Http.SendAsync(HttpMethod.Put, $"/agents/{id}", $$"""{"name": "{{id}}", "type": "llm", "kind": "provider"{{more}}}""")).Is(HttpStatusCode.Created);

    private static async Task ReportAsync(RegistryProcess app, string outcome) =>
        (await app.Http.SendAsync(HttpMethod.Post, "/agents/good/outcome", outcome)).Is(HttpStatusCode.OK);

    private static async Task<string> WhoAsync(RegistryProcess app) =>
        (await app.Http.GetAsync("/resolve?type=llm", fresh: true)).Is(HttpStatusCode.OK).Json.GetProperty("agent").GetProperty("id").GetString()!;
}
