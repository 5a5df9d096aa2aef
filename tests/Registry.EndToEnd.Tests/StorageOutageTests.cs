using System.Net;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>Storage goes away under load, for longer than the agents' TTL, and comes back.</summary>
public sealed class StorageOutageTests
{
    private const int TtlSeconds = 10;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(TtlSeconds + 5);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Outage_LongerThanTheTtl_RefusesWritesAnswersReadsRecoversAndEvictsNobody()
    {
        await using var azurite = await OwnAzurite.StartAsync();
        await using var app = await RegistryProcess.StartAsync(AppSettings.On(azurite.ConnectionString).With("SweepSchedule", "*/2 * * * * *"));
        var agents = Enumerable.Range(0, 20).Select(i => $"agent-{i}").ToList();
        Assert.All(await Task.WhenAll(agents.Select(id => app.Http.RegisterAsync(id, TtlSeconds))), answer => answer.Is(HttpStatusCode.Created));
        using var ended = new CancellationTokenSource();
        var load = new Load(app.Http, agents);
        var running = load.RunAsync(ended.Token);

        await PassAsync(Before, running);
        await azurite.StopAsync();
        var readsBefore = load.Reads;
        await PassAsync(Outage, running);
        (await app.Http.GetAsync("/agents/agent-0", fresh: true)).Is(HttpStatusCode.ServiceUnavailable);
        (await app.Http.GetAsync("/agents/never-seen", fresh: false)).Is(HttpStatusCode.ServiceUnavailable);
        var known = (await app.Http.GetAsync("/agents/agent-0", fresh: false)).Is(HttpStatusCode.OK);
        Assert.True(load.Reads > readsBefore + 5, $"{load.Reads - readsBefore} reads during the outage");
        Assert.True(load.OldestRead >= 5, $"the oldest read admitted {load.OldestRead} s");
        Assert.NotNull(known.Header("Age"));
        Assert.NotEmpty(load.Refused);
        var acknowledgedBefore = load.Acknowledged.Count;

        await azurite.StartAgainAsync();
        await Polling.UntilAsync("writes again", Recovery, () => app.Http.RegisterAsync("after-the-outage"),
            answer => answer.Status is HttpStatusCode.Created or HttpStatusCode.Conflict);
        await PassAsync(Outage, running);
        await ended.CancelAsync();
        await running;

        Assert.True(load.Acknowledged.Count > acknowledgedBefore);
        var all = (await app.Http.GetAsync("/agents?limit=1000", fresh: true)).Is(HttpStatusCode.OK);
        var ids = all.AgentIds.ToHashSet();
        Assert.Equal(agents.Count, ids.Count(agents.Contains));
        Assert.Subset(ids, load.Acknowledged.ToHashSet());
        Assert.DoesNotContain(ids, load.Refused.Contains);
        Assert.All(agents, id => Assert.Equal("healthy", StatusOf(all, id)));
    }

    /// <summary>Lets real time pass, unless the load fails meanwhile.</summary>
    private static async Task PassAsync(TimeSpan time, Task running)
    {
        if (await Task.WhenAny(running, Task.Delay(time, TimeProvider.System)) == running)
        {
            await running;
        }
    }

    private static string StatusOf(Answer list, string id) => list.Json.GetProperty("agents").EnumerateArray()
        .Single(agent => agent.GetProperty("id").GetString() == id).GetProperty("status").GetString()!;
}
