using Registry.Core.Agents.Merging;
using Registry.Core.Sharding;
using Registry.Core.Trust;

namespace Registry.Core.Agents.Commands;

/// <summary>Merges a patch into what is registered, on the agent as it is when it is decided.</summary>
internal sealed class PatchCommand(string id, RawJson patch, Precondition precondition, Caller caller, RegistrationDefaults defaults, TrustChange? trust = null)
    : ICommand<Agent, AgentOverlay, Agent>
{
    public Decision<Agent, Agent> Decide(AgentOverlay view, DecisionContext context)
    {
        var current = view.Find(id);
        if (current is null)
        {
            return Refusal.NotFound(id);
        }

        if (Preconditions.Check(precondition, id, current) is { } failed)
        {
            return failed;
        }

        if (!caller.MayChange(current))
        {
            return Refusals.Forbidden(caller, current);
        }

        var errors = new FieldErrors();
        if (!MergePatch.TryApply(current, patch.Parse(), errors, defaults, out var input))
        {
            return Refusal.Invalid(errors) with { AgentId = id };
        }

        if (ReplaceRules.Check(current, caller, view, context) is { } refusal)
        {
            return refusal;
        }

        if (TrustRules.TryReplace(Replacement.Patched(current, input), trust ?? TrustChange.None, view.NextSeq, out var patched) is { } untrusted)
        {
            return untrusted;
        }

        return ReplaceRules.Replace(current, patched, input.Secrets, caller, view, context);
    }
}
