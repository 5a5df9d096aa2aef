using Registry.Core.Sharding;

namespace Registry.Core.Agents.Commands;

/// <summary>A command on an agent of one kind: for it, another kind's id is no id.</summary>
internal sealed class OfKindCommand<TResult>(string id, AgentKind kind, ICommand<Agent, AgentOverlay, TResult> inner)
    : ICommand<Agent, AgentOverlay, TResult>
{
    public Decision<Agent, TResult> Decide(AgentOverlay view, DecisionContext context) =>
        view.Find(id) is { } current && current.Registration.Kind == kind ? inner.Decide(view, context) : Refusal.NotFound(id);
}
