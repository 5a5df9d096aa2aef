using Registry.Core.Agents;
using Registry.Core.Agents.Commands;
using Registry.Core.Agents.Documents;
using Registry.Core.Sharding;

namespace Registry.Core.Trust;

/// <summary>A new token, verified, takes the old one's place.</summary>
internal sealed class RenewTrustCommand(string id, AgentTrust trust, Caller caller) : ICommand<Agent, AgentOverlay, Agent>
{
    public Decision<Agent, Agent> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current)
        {
            return Refusal.NotFound(id);
        }

        if (!caller.MayChange(current.Owner))
        {
            return Refusals.Forbidden(id);
        }

        if (!view.AllowsChange(id, context.Now.Upper))
        {
            return Refusals.RateLimited(id);
        }

        var after = current with { Trust = trust with { Seq = view.NextSeq } };
        if (TrustRules.Check(after) is { } refusal)
        {
            return refusal;
        }

        if (!AgentDocument.Fits(after))
        {
            var errors = new FieldErrors();
            errors.Add("token", $"must leave the agent at most {AgentLimits.MaxSerializedLength} characters of JSON: name fewer capabilities");
            return Refusal.Invalid(errors) with { AgentId = id };
        }

        var change = AgentChanges.By(caller, view, context, ChangeTypes.Updated, after) with { Counted = true };
        change = change.After!.Status == current.Status ? change : change.WithStatus(current.Status, "trust renewed");
        return Decision<Agent, Agent>.Changed(change.After!, change);
    }
}
