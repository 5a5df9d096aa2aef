using Registry.Core.Agents;
using Registry.Core.Dependencies;

namespace Registry.Core.Lifecycles;

/// <summary>Which agents a cascade changes, the one that is meant among them, in groups: what is in one waits only for those before.</summary>
/// <param name="Waves">In order.</param>
/// <param name="Refusal">Why it can't even begin; then nothing was changed.</param>
internal sealed record CascadePlan(IReadOnlyList<IReadOnlyList<string>> Waves, Refusal? Refusal)
{
    /// <summary>An agent and all that it depends on and that is not active.</summary>
    public static CascadePlan Activation(GraphOverlay view, string id, Caller caller)
    {
        var found = new List<string>();
        var faults = new List<DependencyFault>();
        var refusal = Walk(view, id, caller, found, one => DependenciesOf(view, one).Where(other => view.LifecycleOf(other) switch
        {
            Lifecycle.Registered or Lifecycle.Inactive => true,
            Lifecycle.Active => false,
            var lifecycle => Note(faults, other, lifecycle),
        }));
        if (refusal is null && faults.Count > 0)
        {
            refusal = GraphRules.NotActive(id, [.. faults.Distinct()]);
        }

        return refusal is null ? Plan(ActivationOrder.Of(found, view.Edges), view.Edges.DependenciesOf) : new CascadePlan([], refusal);
    }

    /// <summary>An agent and all that depend on it and are active.</summary>
    public static CascadePlan Deactivation(GraphOverlay view, string id, Caller caller)
    {
        var found = new List<string>();
        if (Walk(view, id, caller, found, one => GraphRules.ActiveDependents(view, one)) is { } refusal)
        {
            return new CascadePlan([], refusal);
        }

        var order = ActivationOrder.Of(found, view.Edges);
        order.Reverse();
        return Plan(order, view.Edges.DependentsOf);
    }

    private static CascadePlan Plan(List<string> order, Func<string, IEnumerable<string>> before) =>
        new(ActivationOrder.Waves(order, before), null);

    private static IReadOnlyList<string> DependenciesOf(GraphOverlay view, string id) => view.Agent(id) is { } agent ? view.NodeOf(agent).Dependencies : [];

    private static bool Note(List<DependencyFault> faults, string id, Lifecycle? lifecycle)
    {
        faults.Add(new DependencyFault(id, lifecycle switch
        {
            null => DependencyReason.Missing,
            Lifecycle.Error => DependencyReason.Error,
            _ => DependencyReason.Inactive,
        }));
        return false;
    }

    /// <summary>Everything that can be reached; a refusal where the caller may not change all of it.</summary>
    private static Refusal? Walk(GraphOverlay view, string id, Caller caller, List<string> found, Func<string, IEnumerable<string>> next)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { id };
        var queue = new Queue<string>([id]);
        while (queue.TryDequeue(out var one))
        {
            if (view.Agent(one) is { } agent && !caller.MayChange(agent))
            {
                return Refusals.Forbidden(caller, agent);
            }

            found.Add(one);
            foreach (var other in next(one))
            {
                if (seen.Add(other))
                {
                    queue.Enqueue(other);
                }
            }
        }

        return null;
    }
}
