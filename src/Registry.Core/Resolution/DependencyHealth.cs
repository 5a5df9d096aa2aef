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
    public bool AreUp(Agent agent)
    {
        if (DependencyService.DependenciesOf(agent).Count == 0)
        {
            return true;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal) { agent.Id };
        var queue = new Queue<Agent>([agent]);
        while (queue.TryDequeue(out var next))
        {
            foreach (var id in DependencyService.DependenciesOf(next))
            {
                if (!seen.Add(id))
                {
                    continue;
                }

                if (shards.Find(id) is not { } dependency || IsDown(dependency))
                {
                    return false;
                }

                queue.Enqueue(dependency);
            }
        }

        return true;
    }

    private static bool IsDown(Agent agent) =>
        agent.Lifecycle != Lifecycle.Active
        || agent.Status is HealthStatus.Unhealthy or HealthStatus.Unreachable or HealthStatus.Maintenance
        || agent.Circuit.State == CircuitState.Open;
}
