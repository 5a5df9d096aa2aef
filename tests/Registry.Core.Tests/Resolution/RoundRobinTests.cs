using System.Collections.Concurrent;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Resolution;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.InMemory;

namespace Registry.Core.Tests.Resolution;

/// <summary>On real threads.</summary>
public sealed class RoundRobinTests
{
    private const int Calls = 10_000;
    private const int Clients = 32;

    private static readonly ResolveQuery Query = new() { Type = "llm" };
    private static readonly Caller Owner = new("owner", CallerRole.Agent);

    private readonly AgentRegistry _registry;

    public RoundRobinTests()
    {
        var clock = new StorageClock(TimeProvider.System);
        _registry = new AgentRegistry(
            new InMemoryTable(TimeProvider.System, clock, new TableCounters()), clock, TimeProvider.System, Entropy.System, new RegistryOptions());
    }

    [Fact]
    public async Task RoundRobin_OneLeavesAndOneJoinsHalfWay_IsFairInEachPeriod()
    {
        foreach (var id in new[] { "p0", "p1", "p2", "p3", "p4" })
        {
            await RegisterAsync(id);
        }

        var before = await CallAsync(Calls / 2);
        Assert.True((await _registry.UnregisterAsync("p1", Precondition.None, Owner, CancellationToken.None)).Is(out _, out _));
        await RegisterAsync("p5");
        var after = await CallAsync(Calls / 2);

        AssertFair(before, ["p0", "p1", "p2", "p3", "p4"]);
        AssertFair(after, ["p0", "p2", "p3", "p4", "p5"]);
    }

    [Fact]
    public async Task RoundRobin_OneLeavesAndOneJoinsWhileAllCall_TheOthersStayFair()
    {
        foreach (var id in new[] { "p0", "p1", "p2", "p3", "p4" })
        {
            await RegisterAsync(id);
        }

        // Half way, while the clients go on.
        var counts = await CallAsync(Calls, async () =>
        {
            Assert.True((await _registry.UnregisterAsync("p1", Precondition.None, Owner, CancellationToken.None)).Is(out _, out _));
            await RegisterAsync("p5");
        });

        var stayed = new[] { "p0", "p2", "p3", "p4" }.Select(id => counts[id]).ToList();
        Assert.InRange(stayed.Max() - stayed.Min(), 0, stayed.Max() / 100);
        Assert.Equal(Calls, counts.Values.Sum());
    }

    private static void AssertFair(IReadOnlyDictionary<string, int> counts, IReadOnlyList<string> ids)
    {
        Assert.Equal(ids, counts.Keys.Order());
        Assert.InRange(counts.Values.Max() - counts.Values.Min(), 0, counts.Values.Max() / 100);
    }

    private async Task<IReadOnlyDictionary<string, int>> CallAsync(int calls, Func<Task>? halfWay = null)
    {
        var counts = new ConcurrentDictionary<string, int>();
        var left = calls;
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Decrement(ref left); number >= 0; number = Interlocked.Decrement(ref left))
            {
                if (number == calls / 2)
                {
                    half.SetResult();
                }

                var outcome = await _registry.Resolution.ResolveAsync(Query, Owner, Freshness.Bounded, CancellationToken.None);
                Assert.True(outcome.Is(out var resolved, out var refusal), refusal?.Detail);
                counts.AddOrUpdate(resolved.View.Agent.Id, 1, static (_, count) => count + 1);
            }
        })).ToList();
        if (halfWay is not null)
        {
            await half.Task;
            await halfWay();
        }

        await Task.WhenAll(clients);
        return counts;
    }

    private async Task RegisterAsync(string id)
    {
        var registration = ResolveBed.Provider() with { Strategy = ResolutionStrategy.RoundRobin, Priority = id[^1] - '0' };
        Assert.True((await _registry.RegisterAsync(new RegisterRequest(id, registration), Owner, CancellationToken.None)).Is(out _, out var refusal), refusal?.Detail);
    }
}
