using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;

namespace Registry.Core.Tests.Discovery;

/// <summary>Indexes, filters, order and pages against a plain filter over all agents, through random changes.</summary>
public sealed class DiscoveryModelTests
{
    [Theory]
    [InlineData(1, 3, 100)]
    [InlineData(2, 60, 60)]
    [InlineData(3, 400, 20)]
    [InlineData(4, 2500, 6)]
    [InlineData(5, 400, 20)]
    public void Run_RandomChangesAndQueries_SameAsAPlainFilter(int seed, int agents, int rounds)
    {
        var random = new Random(seed);
        var source = new RandomAgents(random);
        var shards = Enumerable.Range(0, 4).Select(_ => new MemoryShard()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var step = 0; step < 1 + (agents / 6); step++)
            {
                Change(random, source, shards, agents);
            }

            for (var i = 0; i < 15; i++)
            {
                var query = new RandomQuery(random, source);
                CheckMatches(query, shards);
                CheckPages(query, shards, limit: 1 + random.Next(2 + (agents / (1 + random.Next(10)))) % DiscoveryQuery.MaxLimit);
            }
        }

        CheckCounts(shards);
    }

    [Fact]
    public void Replace_EverythingRemoved_LeavesNothing()
    {
        var random = new Random(11);
        var source = new RandomAgents(random);
        var shard = new MemoryShard();
        for (var step = 0; step < 3000; step++)
        {
            Change(random, source, [shard], 300);
        }

        foreach (var id in shard.Agents.Keys.ToList())
        {
            shard.Remove(id);
        }

        Assert.Equal(0, shard.Index.Count);
        Assert.All(Enum.GetValues<IndexField>(), field => Assert.Equal(0, shard.Index.DistinctOf(field)));
        Assert.All(Enum.GetValues<HealthStatus>(), status => Assert.Equal(0, shard.Index.CountOf(status)));
        var found = new List<Agent>();
        shard.Collect(DiscoveryQuery.All, found);
        Assert.Empty(found);
    }

    [Fact]
    public void Replace_AgentTakesAnotherSlot_IsFoundOnceAsItIs()
    {
        var index = new AgentIndex();
        var agent = new RandomAgents(new Random(1)).Next("a") with { Slot = 3 };
        index.Replace(null, agent);
        var moved = agent with { Slot = 200 };
        index.Replace(agent, moved);

        var found = new List<Agent>();
        index.Collect(DiscoveryQuery.All, found);
        Assert.Same(moved, Assert.Single(found));
        Assert.Equal(1, index.Count);
    }

    private static void Change(Random random, RandomAgents source, MemoryShard[] shards, int agents)
    {
        var number = random.Next(agents);
        var shard = shards[number % shards.Length];
        var id = $"agent-{number}";
        if (!shard.Agents.TryGetValue(id, out var agent))
        {
            shard.Put(source.Next(id));
        }
        else if (random.Next(4) == 0)
        {
            shard.Remove(id);
        }
        else
        {
            shard.Put(source.Change(agent));
        }
    }

    private static void CheckMatches(RandomQuery query, MemoryShard[] shards)
    {
        var parsed = query.Page(1, null);
        foreach (var agent in shards.SelectMany(shard => shard.Agents.Values))
        {
            Assert.True(query.Means(agent) == parsed.Matches(agent), $"{query} on {agent}");
        }
    }

    private static void CheckPages(RandomQuery query, MemoryShard[] shards, int limit)
    {
        var expected = query.Expected(shards.SelectMany(shard => shard.Agents.Values));
        var seen = new List<Agent>();
        string? cursor = null;
        do
        {
            var page = Answer(query.Page(limit, cursor), shards);
            Assert.True(expected.Count == page.Total, $"{query}: {page.Total} instead of {expected.Count}");
            Assert.Equal(Math.Min(limit, expected.Count - seen.Count), page.Agents.Count);
            Assert.All(page.Agents, view => Assert.Equal(view.Agent.Seen, view.LastSeen));
            seen.AddRange(page.Agents.Select(view => view.Agent));
            cursor = page.NextCursor;
        }
        while (cursor is not null && seen.Count <= expected.Count);

        Assert.True(expected.SequenceEqual(seen, ReferenceEqualityComparer.Instance), query.ToString());
    }

    private static void CheckCounts(MemoryShard[] shards)
    {
        foreach (var shard in shards)
        {
            var agents = shard.Agents.Values;
            Assert.Equal(agents.Count, shard.Index.Count);
            Assert.All(Enum.GetValues<HealthStatus>(), status => Assert.Equal(agents.Count(agent => agent.Status == status), shard.Index.CountOf(status)));
            Assert.All(Enum.GetValues<AgentKind>(), kind => Assert.Equal(agents.Count(agent => agent.Registration.Kind == kind), shard.Index.CountOf(kind)));
            Assert.All(Enum.GetValues<Lifecycle>(), state => Assert.Equal(agents.Count(agent => agent.Lifecycle == state), shard.Index.CountOf(state)));
        }

        var byCapability = new Dictionary<string, int>(StringComparer.Ordinal);
        Assert.All(shards, shard => shard.Index.AddCountsTo(IndexField.Capability, byCapability));
        Assert.Equal(
            shards.SelectMany(shard => shard.Agents.Values)
                .SelectMany(agent => agent.Registration.Capabilities.Select(capability => capability.Name).Distinct())
                .CountBy(name => name)
                .OrderBy(count => count.Key, StringComparer.Ordinal),
            byCapability.OrderBy(count => count.Key, StringComparer.Ordinal));
    }

    private static DiscoveryResult Answer(DiscoveryQuery query, MemoryShard[] shards)
    {
        Assert.True(DiscoveryRunner.Run(query, shards, 0).Is(out var page, out _));
        return page;
    }
}
