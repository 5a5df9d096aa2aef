using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Lifecycles.Commands;

/// <summary>Moves an agent's lifecycle by a step other than <see cref="LifecycleStep.Fail"/>.</summary>
/// <param name="id">The agent.</param>
/// <param name="step">Where to.</param>
/// <param name="force">Deactivates although active agents depend on it.</param>
/// <param name="reason">Of the event.</param>
/// <param name="caller">Who asks.</param>
/// <param name="allowed">Whether the hooks were asked, or none are to be. Else it changes nothing and says so.</param>
internal sealed class StepCommand(string id, LifecycleStep step, bool force, string reason, Caller caller, bool allowed)
    : ICommand<GraphNode, GraphOverlay, Stepped>
{
    public Decision<GraphNode, Stepped> Decide(GraphOverlay view, DecisionContext context)
    {
        if (!view.TryAgent(id, caller, out var agent, out var refused))
        {
            return refused;
        }

        var node = view.NodeOf(agent);
        if (LifecycleMachine.After(node.Lifecycle, step, node.EverActive) is not { } next)
        {
            return new Refusal(RefusalCode.Conflict, LifecycleMachine.Explain(node.Lifecycle, step)) { AgentId = id };
        }

        if (next == node.Lifecycle)
        {
            return Decision<GraphNode, Stepped>.Unchanged(new Stepped(agent with { Node = view.Of(agent) }, Changed: false));
        }

        if (Check(view, node, next, context) is { } refusal)
        {
            return refusal;
        }

        if (!allowed)
        {
            return Decision<GraphNode, Stepped>.Unchanged(new Stepped(agent with { Node = view.Of(agent) }, Changed: false) { MustAsk = true });
        }

        var edit = new GraphEdit(view, context, caller);
        var after = edit.Move(node, node with { Lifecycle = next }, reason);
        return Decision<GraphNode, Stepped>.Changed(new Stepped(agent with { Node = after }, Changed: true), edit.Changes);
    }

    private Refusal? Check(GraphOverlay view, GraphNode node, Lifecycle next, DecisionContext context)
    {
        if (next == Lifecycle.Active && GraphRules.Faults(view, node.Dependencies) is { Count: > 0 } faults)
        {
            return GraphRules.NotActive(id, faults);
        }

        if (step == LifecycleStep.Deactivate && !force && GraphRules.ActiveDependents(view, id) is { Count: > 0 } dependents)
        {
            return GraphRules.HasActiveDependents(id, dependents);
        }

        return view.AllowsChange(id, context.Now.Upper) ? null : Refusals.RateLimited(id);
    }
}
