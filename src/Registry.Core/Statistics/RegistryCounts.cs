using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;

namespace Registry.Core.Statistics;

/// <summary>Counts agents, from memory. Every method refuses StorageUnavailable alone.</summary>
public sealed class RegistryCounts
{
    // A caller that left is noticed in between.
    private const int CancellationInterval = 1024;

    private static readonly DiscoveryQuery OfServices = new() { Kind = AgentKind.Service };

    private readonly RegistryShards _shards;

    internal RegistryCounts(RegistryShards shards) => _shards = shards;

    /// <summary>All agents. Costs what there are different values, not what there are agents.</summary>
    public async ValueTask<Outcome<RegistryStatistics>> ReadAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await _shards.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        var totals = new ShardTotals();
        foreach (var shard in _shards.All!)
        {
            lock (shard.Memory.Gate)
            {
                totals.Add(shard.State.Index);
            }
        }

        return totals.ToStatistics(AgeMs());
    }

    /// <summary>Services alone.</summary>
    public async ValueTask<Outcome<ServiceStatistics>> ReadServicesAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await _shards.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        var statuses = Enum.GetValues<HealthStatus>().ToDictionary(status => status, _ => 0);
        var capabilities = new CapabilityTally();
        ForEach(
            OfServices,
            service =>
            {
                statuses[service.Status]++;
                capabilities.Add(service.Registration.Capabilities);
            },
            cancellationToken);
        return new ServiceStatistics(statuses.Values.Sum(), statuses, capabilities.Names, capabilities.Total, AgeMs());
    }

    /// <summary>Which capabilities there are.</summary>
    /// <param name="kind">Of agents of this kind; null for all.</param>
    /// <param name="freshness">How new the state must be.</param>
    /// <param name="cancellationToken">Looked at now and then.</param>
    public async ValueTask<Outcome<CapabilityCatalog>> CapabilitiesAsync(AgentKind? kind, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await _shards.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        var capabilities = new CapabilityTally();
        var query = kind is { } only ? new DiscoveryQuery { Kind = only } : DiscoveryQuery.All;
        ForEach(query, agent => capabilities.Add(agent.Registration.Capabilities), cancellationToken);
        return new CapabilityCatalog(capabilities.ByName(), AgeMs());
    }

    /// <summary>Agents are immutable: under a shard's gate they are only listed.</summary>
    private void ForEach(DiscoveryQuery query, Action<Agent> count, CancellationToken cancellationToken)
    {
        var agents = new List<Agent>();
        foreach (var shard in _shards.All!)
        {
            shard.Collect(query, agents);
            for (var i = 0; i < agents.Count; i++)
            {
                if (i % CancellationInterval == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                count(agents[i]);
            }

            agents.Clear();
        }
    }

    private long AgeMs() => _shards.All!.Max(shard => shard.AgeMs);
}
