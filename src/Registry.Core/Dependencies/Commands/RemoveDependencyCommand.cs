using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;

namespace Registry.Core.Dependencies.Commands;

/// <summary>Removes an edge. The result says whether it was there.</summary>
internal sealed class RemoveDependencyCommand(string id, string other, Caller caller) : ICommand<GraphNode, GraphOverlay, bool>
{
    public Decision<GraphNode, bool> Decide(GraphOverlay view, DecisionContext context)
    {
        if (!view.TryAgent(id, caller, out var agent, out var refused))
        {
            return refused;
        }

        var node = view.NodeOf(agent);
        if (!node.Dependencies.Contains(other))
        {
            return Decision<GraphNode, bool>.Unchanged(false);
        }

        if (!view.AllowsChange(id, context.Now.Upper))
        {
            return Refusals.RateLimited(id);
        }

        var edit = new GraphEdit(view, context, caller);
        edit.Add(
            ChangeTypes.DependencyRemoved,
            node with { Dependencies = [.. node.Dependencies.Where(dependency => dependency != other)], IsPending = false },
            @new: other);
        return Decision<GraphNode, bool>.Changed(true, edit.Changes);
    }
}
