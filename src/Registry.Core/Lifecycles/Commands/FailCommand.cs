using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Lifecycles.Commands;

/// <summary>Notes an error of an agent, and that it is in error.</summary>
internal sealed class FailCommand(string id, string message, Caller caller) : ICommand<GraphNode, GraphOverlay, Agent>
{
    // A string property holds 32,768 UTF-16 units, and text has no more of them than bytes of UTF-8. Fifty usual messages are well within.
    private const int MaxStored = 32_000;

    public Decision<GraphNode, Agent> Decide(GraphOverlay view, DecisionContext context) => Decide(view, context, id, message, caller);

    public static Decision<GraphNode, Agent> Decide(GraphOverlay view, DecisionContext context, string id, string message, Caller caller)
    {
        if (!view.TryAgent(id, caller, out var agent, out var refused))
        {
            return refused;
        }

        if (!view.AllowsChange(id, context.Now.Upper))
        {
            return Refusals.RateLimited(id);
        }

        var node = view.NodeOf(agent);
        var edit = new GraphEdit(view, context, caller);
        var failed = edit.Add(
            ChangeTypes.Error, WithError(node, new AgentError(context.Now.Upper, message, caller.Name)) with { IsPending = false }, reason: message);
        var after = edit.Move(failed, failed with { Lifecycle = Lifecycle.Error }, message);
        return Decision<GraphNode, Agent>.Changed(agent with { Node = after }, edit.Changes);
    }

    private static GraphNode WithError(GraphNode node, AgentError error)
    {
        var after = node with { Errors = [.. node.Errors.TakeLast(AgentError.Kept - 1), error] };
        while (after.Errors.Count > 1 && GraphDocument.ErrorsToStored(after).Length > MaxStored)
        {
            after = after with { Errors = [.. after.Errors.Skip(1)] };
        }

        return after;
    }
}
