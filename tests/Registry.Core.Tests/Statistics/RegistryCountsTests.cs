using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Core.Statistics;
using Registry.Core.Tests.Discovery;
using Registry.Core.Time;
using Registry.Core.Trust;
using Registry.Tables.InMemory;

namespace Registry.Core.Tests.Statistics;

public sealed class RegistryCountsTests
{
    private static readonly Caller Owner = new("owner", CallerRole.Agent);

    private readonly AgentRegistry _registry = NewRegistry();

    [Fact]
    public async Task Read_EveryCount_IsTheTotalOfThatList()
    {
        await RegisterAsync(300);
        var statistics = await ReadAsync();

        Assert.Equal(300, statistics.Total);
        Assert.Equal(300, statistics.ByStatus.Values.Sum());
        foreach (var (status, count) in statistics.ByStatus)
        {
            Assert.Equal(await TotalAsync("status", AgentWords.Status[status]), count);
        }

        foreach (var (kind, count) in statistics.ByKind)
        {
            Assert.Equal(await TotalAsync("kind", AgentWords.Kind[kind]), count);
        }

        foreach (var (type, count) in statistics.ByType)
        {
            Assert.Equal(await TotalAsync("type", type), count);
        }

        foreach (var (environment, count) in statistics.ByEnvironment)
        {
            Assert.Equal(await TotalAsync("environment", environment), count);
        }
    }

    [Fact]
    public async Task ReadServices_IsThePartOfKindService()
    {
        await RegisterAsync(300);
        Assert.True((await _registry.Statistics.ReadServicesAsync(Freshness.Latest, CancellationToken.None)).Is(out var services, out _));
        var query = DiscoveryQuery.Parse([KeyValuePair.Create("kind", "service")], new FieldErrors())!;
        Assert.True((await _registry.DiscoverAsync(query, Freshness.Latest, CancellationToken.None)).Is(out var list, out _));

        Assert.Equal(list.Total, services.Total);
        Assert.Equal(list.Total, services.ByStatus.Values.Sum());
        Assert.Equal(list.Agents.Sum(view => view.Agent.Registration.Capabilities.Count), services.Capabilities);
        Assert.Equal(
            list.Agents.SelectMany(view => view.Agent.Registration.Capabilities).Select(capability => capability.Name).Distinct().Count(),
            services.UniqueCapabilities);
    }

    [Fact]
    public async Task Capabilities_AgreeWithDiscovery()
    {
        await RegisterAsync(200);
        Assert.True((await _registry.Statistics.CapabilitiesAsync(null, Freshness.Latest, CancellationToken.None)).Is(out var catalog, out _));

        Assert.Equal((await ReadAsync()).UniqueCapabilities, catalog.Capabilities.Count);
        foreach (var use in catalog.Capabilities)
        {
            Assert.Equal(await TotalAsync("capability", use.Name), use.Agents);
        }
    }

    [Fact]
    public async Task Read_WhileOthersWrite_SumsToItsTotal()
    {
        await RegisterAsync(50);
        var writers = Enumerable.Range(0, 50).Select(async i =>
        {
            await _registry.SetStatusAsync($"a{i}", HealthStatus.Degraded, Owner, CancellationToken.None);
            await _registry.UnregisterAsync($"a{i}", Precondition.None, Owner, CancellationToken.None);
        }).ToList();
        do
        {
            var statistics = await ReadAsync();
            Assert.Equal(statistics.Total, statistics.ByStatus.Values.Sum());
            Assert.Equal(statistics.Total, statistics.ByKind.Values.Sum());
            Assert.Equal(statistics.Total, statistics.ByType.Values.Sum());
        }
        while (!Task.WhenAll(writers).IsCompleted);

        Assert.Equal(0, (await ReadAsync()).Total);
    }

    private static AgentRegistry NewRegistry()
    {
        var clock = new StorageClock(TimeProvider.System);
        return new AgentRegistry(new InMemoryTable(TimeProvider.System, clock), clock, TimeProvider.System, Entropy.System, new RegistryOptions());
    }

    private async Task RegisterAsync(int count)
    {
        var agents = new RandomAgents(new Random(11));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, count).Select(i =>
            _registry.RegisterAsync(
                new RegisterRequest($"a{i}", agents.Next($"a{i}").Registration with { Status = (HealthStatus)(i % 5) }) { Trust = new TrustChange { IsWaived = true } },
                Owner,
                CancellationToken.None)));
        Assert.All(outcomes, outcome => Assert.True(outcome.Is(out _, out var refusal), refusal?.Detail));
    }

    private async Task<RegistryStatistics> ReadAsync()
    {
        Assert.True((await _registry.Statistics.ReadAsync(Freshness.Latest, CancellationToken.None)).Is(out var statistics, out _));
        return statistics;
    }

    private async Task<int> TotalAsync(string filter, string value)
    {
        var query = DiscoveryQuery.Parse([KeyValuePair.Create(filter, value)], new FieldErrors())!;
        Assert.True((await _registry.DiscoverAsync(query, Freshness.Latest, CancellationToken.None)).Is(out var result, out _));
        return result.Total;
    }
}
