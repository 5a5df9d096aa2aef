using Registry.Core.Health;
using Registry.Core.Sharding;

namespace Registry.Core.Agents.Commands;

/// <summary>Sets what an agent reports, without renewing its lease.</summary>
internal sealed class SetStatusCommand(string id, HealthStatus status, Caller caller) : ICommand<Agent, AgentOverlay, Agent>
{
    public Decision<Agent, Agent> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current)
        {
            return Refusal.NotFound(id);
        }

        if (!caller.MayChange(current))
        {
            return Refusals.Forbidden(caller, current);
        }

        if (current.Reported == status)
        {
            return Decision<Agent, Agent>.Unchanged(current);
        }

        if (!view.AllowsChange(id, context.Now.Upper))
        {
            return Refusals.RateLimited(id);
        }

        var change = (AgentChanges.By(caller, view, context, ChangeTypes.Updated, current with { Reported = status }) with { Counted = true })
            .WithStatus(current.Status, "reported");
        return Decision<Agent, Agent>.Changed(change.After!, change);
    }
}
