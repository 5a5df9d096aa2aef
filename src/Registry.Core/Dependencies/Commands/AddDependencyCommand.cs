using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;

namespace Registry.Core.Dependencies.Commands;

/// <summary>Adds an edge. The result says whether it is new.</summary>
internal sealed class AddDependencyCommand(string id, string other, Caller caller) : ICommand<GraphNode, GraphOverlay, bool>
{
    public Decision<GraphNode, bool> Decide(GraphOverlay view, DecisionContext context)
    {
        if (!view.TryAgent(id, caller, out var agent, out var refused))
        {
            return refused;
        }

        var node = view.NodeOf(agent);
        if (node.Dependencies.Contains(other))
        {
            return Decision<GraphNode, bool>.Unchanged(false);
        }

        var edit = new GraphEdit(view, context, caller);
        if (DependencyRules.Check(view, edit, node, [other], context) is { } refusal)
        {
            return refusal;
        }

        edit.Add(ChangeTypes.DependencyAdded, node with { Dependencies = [.. node.Dependencies, other], IsPending = false }, @new: other);
        return Decision<GraphNode, bool>.Changed(true, edit.Changes);
    }
}
