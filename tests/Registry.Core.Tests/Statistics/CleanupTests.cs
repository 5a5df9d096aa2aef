using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health.Sweeping;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Statistics;

public sealed class CleanupTests
{
    private static readonly Caller Owner = new("owner", CallerRole.Agent);
    private static readonly Caller Operator = new("ops", CallerRole.Operator);

    private readonly ManualTimeProvider _time = new();
    private readonly AgentRegistry _registry;

    public CleanupTests()
    {
        var clock = new StorageClock(_time);
        _registry = new AgentRegistry(new InMemoryTable(_time, clock), clock, _time, Entropy.System, new RegistryOptions());
    }

    [Fact]
    public async Task RemoveInactive_MoreThanOneCallRemoves_TakesTheLongestUnseenFirst()
    {
        const int Late = 30;
        await RegisterAsync(Enumerable.Range(0, Cleanup.MaxInactive).Select(i => $"early{i}"));
        _time.Advance(TimeSpan.FromSeconds(20));
        await RegisterAsync(Enumerable.Range(0, Late).Select(i => $"late{i}"));
        _time.Advance(TimeSpan.FromSeconds(20));

        var first = await RemoveAsync(TimeSpan.FromSeconds(10));
        var left = await IdsAsync();
        var second = await RemoveAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(Cleanup.MaxInactive, first);
        Assert.Equal(Late, left.Count);
        Assert.All(left, id => Assert.StartsWith("late", id, StringComparison.Ordinal));
        Assert.Equal(Late, second);
        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task RemoveInactive_SeenOnAnotherInstance_Stays()
    {
        var clock = new StorageClock(_time);
        var table = new InMemoryTable(_time, clock);
        AgentRegistry[] instances =
        [
            new(table, clock, _time, Entropy.System, new RegistryOptions()),
            new(table, clock, _time, Entropy.System, new RegistryOptions()),
        ];
        await instances[0].RegisterAsync(Request("silent"), Owner, CancellationToken.None);
        await instances[0].RegisterAsync(Request("beats"), Owner, CancellationToken.None);
        await instances[1].LoadAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.True((await instances[0].HeartbeatAsync("beats", HeartbeatRequest.Empty, Owner, CancellationToken.None)).Is(out _, out _));

        var outcome = await instances[1].Cleanup.RemoveInactiveAsync(TimeSpan.FromSeconds(30), Operator, CancellationToken.None);

        Assert.True(outcome.Is(out var report, out _));
        Assert.Equal((1, 0), (report.Removed, report.Services));
        Assert.True((await instances[1].GetAsync("beats", Freshness.Latest, CancellationToken.None)).Is(out _, out _));
    }

    [Fact]
    public async Task RemoveInactive_ActiveWithoutTtl_Stays()
    {
        await _registry.RegisterAsync(new("quiet", new Registration { Name = "quiet", Type = "t" }), Owner, CancellationToken.None);
        await RegisterAsync(["leased"]);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, await RemoveAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(["quiet"], await IdsAsync());
    }

    private static RegisterRequest Request(string id) => new(id, new Registration { Name = id, Type = "t", TtlMs = 3_600_000 });

    private async Task RegisterAsync(IEnumerable<string> ids)
    {
        var outcomes = await Task.WhenAll(ids.Select(id => _registry.RegisterAsync(Request(id), Owner, CancellationToken.None)));
        Assert.All(outcomes, outcome => Assert.True(outcome.Is(out _, out _)));
    }

    private async Task<int> RemoveAsync(TimeSpan inactiveFor)
    {
        Assert.True((await _registry.Cleanup.RemoveInactiveAsync(inactiveFor, Operator, CancellationToken.None)).Is(out var report, out _));
        return report.Removed;
    }

    private async Task<List<string>> IdsAsync()
    {
        Assert.True((await _registry.DiscoverAsync(DiscoveryQuery.All, Freshness.Latest, CancellationToken.None)).Is(out var result, out _));
        return [.. result.Agents.Select(view => view.Agent.Id)];
    }
}
