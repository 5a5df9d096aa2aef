using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;

namespace Registry.Core.Dependencies.Commands;

/// <summary>Removes the node of a registration that is over, or never came to be; edges to it stay. The result says whether it was there.</summary>
/// <param name="id">The agent.</param>
/// <param name="mutationId">Of that registration.</param>
/// <param name="caller">Who ended it.</param>
internal sealed class ForgetCommand(string id, string mutationId, Caller caller) : ICommand<GraphNode, GraphOverlay, bool>
{
    public Decision<GraphNode, bool> Decide(GraphOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } node || node.MutationId != mutationId || view.Agent(id)?.MutationId == mutationId)
        {
            return Decision<GraphNode, bool>.Unchanged(false);
        }

        var edit = new GraphEdit(view, context, caller);
        edit.Bury(id);
        return Decision<GraphNode, bool>.Changed(true, edit.Changes);
    }
}
