using Registry.Core.Health;
using Registry.Core.Sharding;

namespace Registry.Core.Agents.Commands;

/// <summary>What PUT and PATCH of an existing agent have in common.</summary>
internal static class ReplaceRules
{
    /// <summary>The change that turns <paramref name="current"/> into <paramref name="replaced"/>, and what it leaves; what was registered before is kept.</summary>
    public static Decision<Agent, Agent> Replace(Agent current, Agent replaced, string? secrets, Caller caller, AgentOverlay view, DecisionContext context)
    {
        if (!caller.Covers(replaced.Id, replaced.Registration.Type))
        {
            return Refusals.OutsideNamespace(replaced.Id);
        }

        // An operator's change is no sign of life.
        var asAgent = string.Equals(caller.Name, current.Owner, StringComparison.Ordinal);
        var after = asAgent ? replaced with { Seen = Math.Max(current.Seen, context.Now.Upper), LapseMark = 0 } : replaced;
        after = after with
        {
            SecretsSeq = secrets is null ? current.SecretsSeq : secrets.Length == 0 ? 0 : view.NextSeq,

            // Without a check nobody would ever revise what the probes decided.
            ProbeStatus = after.IsProbed ? after.ProbeStatus : HealthStatus.Unknown,
        };
        var change = AgentChanges.By(caller, view, context, ChangeTypes.Updated, after) with { Counted = true, Secrets = secrets, Replaced = current };
        change = change.After!.Status == current.Status
            ? change
            : change with { Old = AgentWords.Status[current.Status], New = AgentWords.Status[change.After.Status], Reason = "replaced by its owner" };
        return Decision<Agent, Agent>.Changed(change.After!, change);
    }

    /// <summary>Why <paramref name="caller"/> may not change the agent now; null when it may.</summary>
    public static Refusal? Check(Agent current, Caller caller, AgentOverlay view, DecisionContext context)
    {
        if (!caller.MayChange(current))
        {
            return Refusals.Forbidden(caller, current);
        }

        return view.AllowsChange(current.Id, context.Now.Upper) ? null : Refusals.RateLimited(current.Id);
    }
}
