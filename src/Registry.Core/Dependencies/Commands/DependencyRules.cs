using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;

namespace Registry.Core.Dependencies.Commands;

internal static class DependencyRules
{
    /// <summary>Why edges can't be added to a node; null when they can. What must go for them goes with <paramref name="edit"/>.</summary>
    public static Refusal? Check(GraphOverlay view, GraphEdit edit, GraphNode node, IReadOnlyList<string> added, DecisionContext context)
    {
        if (node.Dependencies.Count + added.Count > GraphNode.MaxDependencies)
        {
            return TooMany(node.Id);
        }

        if (GraphRules.CheckCycles(view, edit, node.Id, added) is { } cycle)
        {
            return cycle;
        }

        // One that is not registered may be: that is reported, not refused.
        if (node.Lifecycle == Lifecycle.Active
            && GraphRules.Faults(view, added).FindAll(static fault => fault.Reason != DependencyReason.Missing) is { Count: > 0 } faults)
        {
            return GraphRules.NotActive(node.Id, faults);
        }

        return view.AllowsChange(node.Id, context.Now.Upper) ? null : Refusals.RateLimited(node.Id);
    }

    public static Refusal TooMany(string id)
    {
        var errors = new FieldErrors();
        errors.Add("dependencies", $"must be at most {GraphNode.MaxDependencies}");
        return Refusal.Invalid(errors) with { AgentId = id };
    }
}
