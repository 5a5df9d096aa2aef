using System.Diagnostics;
using System.Net;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>A silent agent, and one that keeps sending, in real time.</summary>
[Collection(OnAzurite.Name)]
public sealed class LapseTests
{
    private const int TtlSeconds = 10;

    // Twice what it takes on an idle machine: how late it may be, the simulation says, on its own clock.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Silence_WithASweepEveryTwoSeconds_IsUnreachableThenGoneAndNeverEarlierWhileTheOtherStays()
    {
        var settings = (await AppSettings.OnAzuriteAsync()).With("SweepSchedule", "*/2 * * * * *");
        await using var app = await RegistryProcess.StartAsync(settings);
        var http = app.Http;
        (await http.RegisterAsync("keeps-sending", TtlSeconds)).Is(HttpStatusCode.Created);
        (await http.RegisterAsync("falls-silent", TtlSeconds)).Is(HttpStatusCode.Created);
        var silentSince = Stopwatch.GetTimestamp();
        using var ended = new CancellationTokenSource();
        var sending = KeepSendingAsync(http, ended.Token);

        await Polling.UntilAsync("unreachable", Patience, () => http.GetAsync("/agents/falls-silent", fresh: false),
            IsSeenUnreachable);
        var unreachableAfter = Stopwatch.GetElapsedTime(silentSince);
        await Polling.UntilAsync("gone", Patience, () => http.GetAsync("/agents/falls-silent", fresh: false),
            answer => answer.Status == HttpStatusCode.NotFound);
        var goneAfter = Stopwatch.GetElapsedTime(silentSince);
        (await http.HeartbeatAsync("falls-silent")).Is(HttpStatusCode.NotFound);
        await ended.CancelAsync();
        var statuses = await sending;

        Assert.True(unreachableAfter >= TimeSpan.FromSeconds(0.75 * TtlSeconds), $"unreachable after {unreachableAfter}");
        Assert.True(goneAfter >= TimeSpan.FromSeconds(TtlSeconds), $"gone after {goneAfter}");
        Assert.Equal("healthy", Assert.Single(statuses.Distinct()));
    }

    private static bool IsSeenUnreachable(Answer agent)
    {
        Assert.True(agent.Status != HttpStatusCode.NotFound, "Gone without having been seen unreachable.");
        return agent.Is(HttpStatusCode.OK).String("status") == "unreachable";
    }

    /// <summary>The statuses that the agent was seen with after each of its heartbeats.</summary>
    private static async Task<List<string>> KeepSendingAsync(HttpClient http, CancellationToken ended)
    {
        var statuses = new List<string>();
        while (!ended.IsCancellationRequested)
        {
            (await http.HeartbeatAsync("keeps-sending")).Is(HttpStatusCode.OK);
            statuses.Add((await http.GetAsync("/agents/keeps-sending", fresh: false)).Is(HttpStatusCode.OK).String("status"));
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, ended);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return statuses;
    }
}
