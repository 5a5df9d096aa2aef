using Registry.Core.Agents;
using Registry.Core.Storage;
using Registry.Core.Tests.Agents;
using Registry.Core.Time;
using Registry.Tables.InMemory;

namespace Registry.Core.Tests.Diagnostics;

public sealed class RegistryMetricsTests
{
    private static readonly Caller Owner = new("owner", CallerRole.Agent);

    [Fact]
    public async Task Contention_OfTwoInstances_IsCountedByTheSlowerOne()
    {
        var clock = new StorageClock(TimeProvider.System);
        var table = new YieldingTable(new InMemoryTable(TimeProvider.System, clock));
        using var first = new Measured();
        using var second = new Measured();
        var (one, other) = (Registry(table, clock, first), Registry(table, clock, second));
        await one.LoadAsync(CancellationToken.None);
        await other.LoadAsync(CancellationToken.None);

        var both = new[] { Register(one, "a"), Register(other, "b") };
        table.Started.SetResult();
        var outcomes = await Task.WhenAll(both);

        Assert.All(outcomes, outcome => Assert.True(outcome.Is(out _, out _)));
        Assert.Equal(1, first.Sum("registry.contention") + second.Sum("registry.contention"));
        Assert.Equal((1, 1), (first.Sum("registry.commits"), second.Sum("registry.commits")));
        Assert.Equal((1, 1), (first.Sum("registry.changes"), second.Sum("registry.changes")));
    }

    private static AgentRegistry Registry(ITable table, StorageClock clock, Measured measured) =>
        new(table, clock, TimeProvider.System, Entropy.System, new RegistryOptions { Shards = 1 }, metrics: measured.Metrics);

    private static Task<Outcome<Registered>> Register(AgentRegistry registry, string id) =>
        registry.RegisterAsync(AgentRegistryTests.Request(id), Owner, CancellationToken.None);
}
