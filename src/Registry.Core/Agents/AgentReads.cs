using Registry.Core.Discovery;
using Registry.Core.Discovery.CustomIndexes;
using Registry.Core.Sharding;

namespace Registry.Core.Agents;

/// <summary>Agents from memory, as fresh as they are asked for.</summary>
internal sealed class AgentReads(PartitionContext context, RegistryShards shards, IndexCatalog indexes)
{
    /// <summary>One agent from memory. Refusals: NotFound, StorageUnavailable.</summary>
    public ValueTask<Outcome<AgentRead>> GetAsync(string id, Freshness freshness, CancellationToken cancellationToken)
    {
        if (freshness == Freshness.Bounded && shards.All is not null && shards.Of(id) is { IsFresh: true } shard && shard.Find(id) is { } agent)
        {
            return new(Read(shard, agent));
        }

        return new(GetSlowlyAsync(id, freshness, cancellationToken));
    }

    /// <summary>A page of the agents that match. Refusals: StorageUnavailable, InvalidRequest.</summary>
    public async ValueTask<Outcome<DiscoveryResult>> DiscoverAsync(DiscoveryQuery query, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await shards.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        if (query.Indexes.Count > 0 && await indexes.PrepareAsync(query, freshness, cancellationToken) is { } unknown)
        {
            return unknown;
        }

        var all = shards.All!;
        return DiscoveryRunner.Run(query, all, all.Max(shard => shard.AgeMs), cancellationToken);
    }

    private async Task<Outcome<AgentRead>> GetSlowlyAsync(string id, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await shards.OpenAsync())
        {
            return Refusals.StorageUnavailable;
        }

        var shard = shards.Of(id);
        if (!await shard.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        if (shard.Find(id) is { } agent)
        {
            return Read(shard, agent);
        }

        if (freshness == Freshness.Bounded && context.Options.Keeps(Safeguard.FreshNotFound) && !await shard.RefreshAsync(cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        return shard.Find(id) is { } late ? Read(shard, late) : Refusal.NotFound(id);
    }

    private static AgentRead Read(AgentShard shard, Agent agent) => new(new AgentView(agent, shard.LastSeen(agent)), shard.AgeMs) { Usage = shard.Usage };
}
