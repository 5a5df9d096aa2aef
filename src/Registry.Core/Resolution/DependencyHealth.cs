using Registry.Core.Agents;
using Registry.Core.Dependencies;
using Registry.Core.Health;
using Registry.Core.Resolution.Circuits;

namespace Registry.Core.Resolution;

/// <summary>
/// Looks at everything that an agent depends on, at any depth, as it is in memory. Down is what is missing, not active, unhealthy, unreachable or in
/// maintenance, or has an open circuit; what nobody knows anything of is not.
/// </summary>
internal sealed class DependencyHealth(RegistryShards shards)
{
    public bool AreUp(Agent agent) => Look(agent, most: 1) is not { Down.Count: > 0 };

    /// <summary>Null: it depends on nothing. What lies behind an agent that is down is not looked at.</summary>
    /// <param name="agent">Whose dependencies.</param>
    /// <param name="most">Looks no further once so many are down.</param>
    public DependencyReport? Look(Agent agent, int most)
    {
        if (DependencyService.DependenciesOf(agent).Count == 0)
        {
            return null;
        }

        var down = new List<string>();
        var hasDegraded = false;
        var seen = new HashSet<string>(StringComparer.Ordinal) { agent.Id };
        var queue = new Queue<Agent>([agent]);
        while (queue.TryDequeue(out var next))
        {
            foreach (var id in DependencyService.DependenciesOf(next).Where(seen.Add))
            {
                if (shards.Find(id) is { } dependency && !IsDown(dependency))
                {
                    hasDegraded |= dependency.Status == HealthStatus.Degraded;
                    queue.Enqueue(dependency);
                    continue;
                }

                down.Add(id);
                if (down.Count == most)
                {
                    return new DependencyReport(down, hasDegraded);
                }
            }
        }

        return new DependencyReport(down, hasDegraded);
    }

    private static bool IsDown(Agent agent) =>
        agent.Lifecycle != Lifecycle.Active
        || agent.Status is HealthStatus.Unhealthy or HealthStatus.Unreachable or HealthStatus.Maintenance
        || agent.Circuit.State == CircuitState.Open;
}
