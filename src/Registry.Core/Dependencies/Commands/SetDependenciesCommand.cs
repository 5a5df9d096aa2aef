using Registry.Core.Agents;
using Registry.Core.Agents.Commands;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;

namespace Registry.Core.Dependencies.Commands;

/// <summary>Replaces an agent's edges. The result: those before, of the registration that they belong to.</summary>
/// <param name="id">The agent.</param>
/// <param name="mutationId">Of its registration.</param>
/// <param name="dependencies">Its edges from now on.</param>
/// <param name="caller">Who asks.</param>
/// <param name="expected">The sequence number that its node must have, 0 for none; null: any.</param>
internal sealed class SetDependenciesCommand(string id, string mutationId, IReadOnlyList<string> dependencies, Caller caller, long? expected = null)
    : ICommand<GraphNode, GraphOverlay, IReadOnlyList<string>>
{
    public Decision<GraphNode, IReadOnlyList<string>> Decide(GraphOverlay view, DecisionContext context)
    {
        if (!view.TryAgent(id, caller, out var agent, out var refused))
        {
            return refused;
        }

        if (agent.MutationId != mutationId)
        {
            return Refusal.NotFound(id);
        }

        var node = view.NodeOf(agent);
        if (expected is { } seq && node.Seq != seq)
        {
            return Preconditions.Failed(id);
        }

        var removed = node.Dependencies.Except(dependencies, StringComparer.Ordinal).ToList();
        var added = dependencies.Except(node.Dependencies, StringComparer.Ordinal).ToList();
        if (removed.Count == 0 && added.Count == 0)
        {
            return Decision<GraphNode, IReadOnlyList<string>>.Unchanged(node.Dependencies);
        }

        var edit = new GraphEdit(view, context, caller);
        var before = node.Dependencies;
        var left = node with { Dependencies = [.. before.Intersect(dependencies, StringComparer.Ordinal)], IsPending = false };
        if (added.Count == 0 && !view.AllowsChange(id, context.Now.Upper))
        {
            return Refusals.RateLimited(id);
        }

        if (added.Count > 0 && DependencyRules.Check(view, edit, left, added, context) is { } refusal)
        {
            return refusal;
        }

        if (removed.Count > 0)
        {
            left = edit.Add(ChangeTypes.DependencyRemoved, left, @new: GraphEdit.Join(removed));
        }

        if (added.Count > 0)
        {
            edit.Add(ChangeTypes.DependencyAdded, left with { Dependencies = [.. left.Dependencies, .. added] }, @new: GraphEdit.Join(added));
        }

        return Decision<GraphNode, IReadOnlyList<string>>.Changed(before, edit.Changes);
    }
}
