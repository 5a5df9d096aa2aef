using Registry.Core.Agents;

namespace Registry.Core.Lifecycles;

/// <summary>What dependencies allow.</summary>
internal static class GraphRules
{
    // As many as a person reads.
    private const int ShownOfCycle = 10;

    /// <summary>Those of an agent's dependencies that are not active.</summary>
    public static List<DependencyFault> Faults(GraphOverlay view, IReadOnlyList<string> dependencies)
    {
        var faults = new List<DependencyFault>();
        foreach (var id in dependencies)
        {
            switch (view.LifecycleOf(id))
            {
                case Lifecycle.Active:
                    break;
                case null:
                    faults.Add(new DependencyFault(id, DependencyReason.Missing));
                    break;
                case Lifecycle.Error:
                    faults.Add(new DependencyFault(id, DependencyReason.Error));
                    break;
                default:
                    faults.Add(new DependencyFault(id, DependencyReason.Inactive));
                    break;
            }
        }

        return faults;
    }

    /// <summary>Nodes that count and depend on an agent, by id.</summary>
    public static List<GraphNode> Dependents(GraphOverlay view, string id)
    {
        var dependents = new List<GraphNode>();
        foreach (var dependent in view.Edges.DependentsOf(id))
        {
            if (view.Find(dependent) is { } node && view.Counts(node))
            {
                dependents.Add(node);
            }
        }

        dependents.Sort(static (left, right) => string.CompareOrdinal(left.Id, right.Id));
        return dependents;
    }

    public static List<string> ActiveDependents(GraphOverlay view, string id) =>
        Dependents(view, id).FindAll(static node => node.Lifecycle == Lifecycle.Active).ConvertAll(static node => node.Id);

    /// <summary>Refuses new edges that would close a cycle. What is left of agents that are gone closes none: it goes with <paramref name="edit"/>.</summary>
    public static Refusal? CheckCycles(GraphOverlay view, GraphEdit edit, string id, IEnumerable<string> added)
    {
        foreach (var other in added)
        {
            var gone = new HashSet<string>(StringComparer.Ordinal);
            while (view.Edges.CycleBy(id, other, gone) is { Count: > 0 } cycle)
            {
                var before = gone.Count;
                gone.UnionWith(cycle.Where(step => step != id && view.Find(step) is { } node && !view.Counts(node)));
                if (gone.Count == before || gone.Count > GraphEdit.MaxBuried)
                {
                    return Cycle(id, cycle);
                }
            }

            foreach (var node in gone)
            {
                edit.Bury(node);
            }
        }

        return null;
    }

    public static Refusal NotActive(string id, IReadOnlyList<DependencyFault> faults) =>
        new(RefusalCode.DependenciesNotActive, "It depends on agents that are not active: see dependencies.")
        {
            AgentId = id,
            Graph = new GraphRefusal { Dependencies = faults },
        };

    public static Refusal HasActiveDependents(string id, IReadOnlyList<string> dependents) =>
        new(RefusalCode.HasActiveDependents, "Active agents depend on it: see dependents.")
        {
            AgentId = id,
            Graph = new GraphRefusal { Dependents = dependents },
        };

    private static Refusal Cycle(string id, IReadOnlyList<string> cycle)
    {
        var shown = cycle.Count <= ShownOfCycle ? cycle : [.. cycle.Take(ShownOfCycle - 2), "…", cycle[^1]];
        var text = cycle.Count <= 2 ? "An agent can't depend on itself." : $"It would close the cycle {string.Join(" → ", shown)}.";
        return new Refusal(RefusalCode.DependencyCycle, text) { AgentId = id };
    }
}
