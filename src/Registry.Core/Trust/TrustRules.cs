using Registry.Core.Agents;
using Registry.Core.Agents.Documents;

namespace Registry.Core.Trust;

/// <summary>What registrations need of trust. Pure.</summary>
internal static class TrustRules
{
    /// <summary>Why the agent may not be as it would be; null: it may.</summary>
    public static Refusal? Check(Agent after)
    {
        if (after.Trust is not { } trust)
        {
            return null;
        }

        if (!trust.Grants(after.Registration.Capabilities))
        {
            return TrustRefusals.NotEstablished(after.Id, new TrustFault(TrustReason.CapabilityNotGranted));
        }

        if (AgentDocument.Fits(after))
        {
            return null;
        }

        var errors = new FieldErrors();
        errors.Add("trust.token", $"must leave the agent at most {AgentLimits.MaxSerializedLength} characters of JSON: name fewer capabilities");
        return Refusal.Invalid(errors) with { AgentId = after.Id };
    }

    /// <summary>A new agent: a system needs trust, unless somebody who may said otherwise.</summary>
    public static Refusal? CheckCreated(Agent after, bool isWaived) =>
        after.Trust is null && after.Registration.Kind == AgentKind.System && !isWaived
            ? TrustRefusals.NotEstablished(after.Id, new TrustFault(TrustReason.NotEstablished))
            : Check(after);

    /// <summary>A replaced agent: without a word about trust, it keeps what it had.</summary>
    public static Refusal? TryReplace(Agent replaced, TrustChange change, long seq, out Agent after)
    {
        after = change.IsRemoval ? replaced with { Trust = null }
            : change.Trust is { } trust ? replaced with { Trust = trust with { Seq = seq } }
            : replaced;
        return change.IsRemoval ? CheckCreated(after, change.IsWaived) : Check(after);
    }
}
