using Registry.Core.Health;
using Registry.Core.Sharding;
using Registry.Core.Trust;

namespace Registry.Core.Agents.Commands;

/// <summary>What PUT and PATCH of an existing agent have in common.</summary>
internal static class ReplaceRules
{
    /// <summary>The change that turns <paramref name="current"/> into <paramref name="replaced"/>, and what it leaves; what was registered before is kept.</summary>
    public static Decision<Agent, Agent> Replace(Agent current, Agent replaced, string? secrets, Caller caller, AgentOverlay view, DecisionContext context, string? reason = null)
    {
        if (!caller.Covers(replaced.Id, replaced.Registration.Type))
        {
            return Refusals.OutsideNamespace(replaced.Id);
        }

        if (TrustRules.Check(replaced) is { } untrusted)
        {
            return untrusted;
        }

        // An operator's change is no sign of life.
        var asAgent = string.Equals(caller.Name, current.Owner, StringComparison.Ordinal);
        var after = asAgent ? replaced with { Seen = Math.Max(current.Seen, context.Now.Upper), LapseMark = 0 } : replaced;
        after = after with
        {
            VersionSeq = view.NextSeq,
            VersionAt = context.Now.Upper,
            VersionBy = caller.Name,
            SecretsSeq = secrets is null ? current.SecretsSeq : secrets.Length == 0 ? 0 : view.NextSeq,

            // Without a check nobody would ever revise what the probes decided.
            ProbeStatus = after.IsProbed ? after.ProbeStatus : HealthStatus.Unknown,
        };
        var change = AgentChanges.By(caller, view, context, ChangeTypes.Updated, after) with { Counted = true, Secrets = secrets, Replaced = current, Reason = reason };
        change = change.After!.Status == current.Status
            ? change
            : change with { Old = AgentWords.Status[current.Status], New = AgentWords.Status[change.After.Status], Reason = reason ?? "replaced by its owner" };
        var changes = WithLifecycle(current, change);
        return Decision<Agent, Agent>.Changed(changes[^1].After!, changes);
    }

    /// <summary>A replacement, and after it the change of lifecycle where a discovered agent became registered by it.</summary>
    private static IReadOnlyList<Change<Agent>> WithLifecycle(Agent current, Change<Agent> change)
    {
        var after = change.After!;
        if (after.Lifecycle == current.Lifecycle)
        {
            return [change];
        }

        var seq = change.Seq + 1;
        return
        [
            change,
            change with
            {
                Seq = seq,
                Type = ChangeTypes.LifecycleChanged,
                After = after with { Revision = seq },
                Old = AgentWords.Lifecycle[current.Lifecycle],
                New = AgentWords.Lifecycle[after.Lifecycle],
                Reason = "registered",
                Counted = false,
                Secrets = null,
                Replaced = null,
            },
        ];
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
