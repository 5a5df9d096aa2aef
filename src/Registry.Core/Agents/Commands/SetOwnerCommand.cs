using Registry.Core.Sharding;

namespace Registry.Core.Agents.Commands;

/// <summary>Gives an agent to another owner.</summary>
internal sealed class SetOwnerCommand(string id, string owner, Caller caller) : ICommand<Agent, AgentOverlay, Agent>
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

        if (string.Equals(current.Owner, owner, StringComparison.Ordinal))
        {
            return Decision<Agent, Agent>.Unchanged(current);
        }

        if (!view.AllowsChange(id, context.Now.Upper))
        {
            return Refusals.RateLimited(id);
        }

        var change = AgentChanges.By(caller, view, context, ChangeTypes.Updated, current with { Owner = owner }) with
        {
            Counted = true,
            Old = current.Owner ?? "",
            New = owner,
            Reason = "owner changed",
        };
        return Decision<Agent, Agent>.Changed(change.After!, change);
    }
}
