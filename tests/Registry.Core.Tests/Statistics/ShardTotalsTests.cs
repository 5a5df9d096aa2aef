using Registry.Core.Agents;
using Registry.Core.Health;
using Registry.Core.Statistics;
using Registry.Core.Tests.Discovery;

namespace Registry.Core.Tests.Statistics;

/// <summary>The sums over the shards' indexes against a plain count of the same agents.</summary>
public sealed class ShardTotalsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ToStatistics_AfterManyChanges_IsAPlainCount(int seed)
    {
        var random = new Random(seed);
        var agents = new RandomAgents(random);
        MemoryShard[] shards = [new(), new(), new()];
        for (var i = 0; i < 2000; i++)
        {
            var id = $"a{random.Next(200)}";
            var shard = shards[id[^1] % shards.Length];
            if (random.Next(5) == 0)
            {
                shard.Remove(id);
            }
            else
            {
                shard.Put(shard.Agents.TryGetValue(id, out var known) ? agents.Change(known) : agents.Next(id));
            }
        }

        var totals = new ShardTotals();
        foreach (var shard in shards)
        {
            totals.Add(shard.Index);
        }

        var all = shards.SelectMany(shard => shard.Agents.Values).ToList();
        var statistics = totals.ToStatistics(ageMs: 7);
        Assert.NotEmpty(all);
        Assert.Equal(all.Count, statistics.Total);
        Assert.Equal(7, statistics.AgeMs);
        Assert.All(Enum.GetValues<HealthStatus>(), status => Assert.Equal(all.Count(agent => agent.Status == status), statistics.ByStatus[status]));
        Assert.All(Enum.GetValues<AgentKind>(), kind => Assert.Equal(all.Count(agent => agent.Registration.Kind == kind), statistics.ByKind[kind]));
        Assert.All(Enum.GetValues<Lifecycle>(), lifecycle => Assert.Equal(all.Count(agent => agent.Lifecycle == lifecycle), statistics.ByLifecycle[lifecycle]));
        Assert.Equal(Counted(all, agent => agent.Registration.Type, StringComparer.OrdinalIgnoreCase), Ordered(statistics.ByType));
        Assert.Equal(Counted(all, agent => agent.Registration.SystemType, StringComparer.Ordinal), Ordered(statistics.BySystemType));
        Assert.Equal(Counted(all, agent => agent.Registration.Environment, StringComparer.Ordinal), Ordered(statistics.ByEnvironment));
        Assert.Equal(
            all.SelectMany(agent => agent.Registration.Capabilities).Select(capability => capability.Name).Distinct(StringComparer.Ordinal).Count(),
            statistics.UniqueCapabilities);
        Assert.Equal(all.Count, statistics.ByType.Values.Sum());
    }

    [Fact]
    public void HealthyShare_OfNone_IsOne() => Assert.Equal(1, new ShardTotals().ToStatistics(0).HealthyShare);

    private static List<(string, int)> Counted(List<Agent> agents, Func<Agent, string?> value, StringComparer comparer) =>
        [.. agents.Where(agent => value(agent) is not null)
            .GroupBy(agent => value(agent)!, comparer)
            .Select(group => (group.Key.ToUpperInvariant(), group.Count()))
            .Order()];

    private static List<(string, int)> Ordered(IReadOnlyDictionary<string, int> counts) =>
        [.. counts.Select(count => (count.Key.ToUpperInvariant(), count.Value)).Order()];
}
