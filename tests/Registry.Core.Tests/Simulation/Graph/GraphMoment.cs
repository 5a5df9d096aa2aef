using System.Collections.Immutable;
using Registry.Core.Agents;
using Registry.Core.Lifecycles;

namespace Registry.Core.Tests.Simulation.Graph;

/// <summary>Shards and graph as storage has them from a time on, until the next moment.</summary>
internal sealed record GraphMoment(long At, ImmutableDictionary<string, Agent> Agents, ImmutableDictionary<string, GraphNode> Nodes)
{
    public GraphNode? NodeOf(string id) =>
        Agents.TryGetValue(id, out var agent) && Nodes.TryGetValue(id, out var node) && node.MutationId == agent.MutationId ? node : null;

    /// <summary>Null: it is not registered.</summary>
    public Lifecycle? LifecycleOf(string id) => Agents.TryGetValue(id, out var agent) ? NodeOf(id)?.Lifecycle ?? agent.FirstLifecycle : null;

    public IReadOnlyList<string> DependenciesOf(string id) => NodeOf(id)?.Dependencies ?? [];

    public IEnumerable<string> ActiveDependentsOf(string id) =>
        Agents.Keys.Where(other => LifecycleOf(other) == Lifecycle.Active && DependenciesOf(other).Contains(id));

    /// <summary>Those that are being registered: their edges are there, their shard does not have them yet.</summary>
    public IEnumerable<string> PendingDependentsOf(string id) =>
        Nodes.Values.Where(node => node.IsPending && node.Lifecycle == Lifecycle.Active && node.Dependencies.Contains(id)
            && Agents.GetValueOrDefault(node.Id)?.MutationId != node.MutationId).Select(static node => node.Id);

    public List<DependencyFault> FaultsOf(IEnumerable<string> dependencies) =>
    [
        .. from id in dependencies
           let lifecycle = LifecycleOf(id)
           where lifecycle != Lifecycle.Active
           select new DependencyFault(id, lifecycle switch
           {
               null => DependencyReason.Missing,
               Lifecycle.Error => DependencyReason.Error,
               _ => DependencyReason.Inactive,
           }),
    ];

    /// <summary>Whether one can come from an id to another over stored edges, whoever's they are.</summary>
    public bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { from };
        var queue = new Queue<string>([from]);
        while (queue.TryDequeue(out var id))
        {
            if (id == to)
            {
                return true;
            }

            foreach (var next in Nodes.TryGetValue(id, out var node) ? node.Dependencies : [])
            {
                if (seen.Add(next))
                {
                    queue.Enqueue(next);
                }
            }
        }

        return false;
    }

    /// <summary>An agent on a cycle of stored edges; null where there is none.</summary>
    public string? OnCycle() => Nodes.Values.FirstOrDefault(node => node.Dependencies.Any(next => Reaches(next, node.Id)))?.Id;
}
