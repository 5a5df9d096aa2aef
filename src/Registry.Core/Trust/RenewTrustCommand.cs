using Registry.Core.Agents;
using Registry.Core.Agents.Commands;
using Registry.Core.Sharding;

namespace Registry.Core.Trust;

/// <summary>A new token, verified, takes the old one's place.</summary>
/// <param name="id">The agent.</param>
/// <param name="established">What the token grants, or why it does not count. That is told only to who may renew.</param>
/// <param name="caller">Who asks.</param>
internal sealed class RenewTrustCommand(string id, Outcome<TrustChange> established, Caller caller) : ICommand<Agent, AgentOverlay, Agent>
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

        if (!established.Is(out var change, out var untrusted))
        {
            return untrusted with { AgentId = id };
        }

        if (!view.AllowsChange(id, context.Now.Upper))
        {
            return Refusals.RateLimited(id);
        }

        var after = current with { Trust = change.Trust! with { Seq = view.NextSeq } };
        if (TrustRules.Check(after) is { } refusal)
        {
            return refusal;
        }

        var renewed = AgentChanges.By(caller, view, context, ChangeTypes.Updated, after) with { Counted = true };
        renewed = renewed.After!.Status == current.Status ? renewed : renewed.WithStatus(current.Status, "trust renewed");
        return Decision<Agent, Agent>.Changed(renewed.After!, renewed);
    }
}
