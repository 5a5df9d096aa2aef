using System.Diagnostics.CodeAnalysis;
using Registry.Core.Sharding;
using Registry.Core.Trust;

namespace Registry.Core.Agents.Commands;

/// <summary>Registers an agent that does not exist. A repeated idempotent request is answered with the agent that the first one made.</summary>
internal sealed class RegisterCommand(string id, RegisterRequest request, Caller caller) : ICommand<Agent, AgentOverlay, Registered>
{
    public Decision<Agent, Registered> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is { } existing)
        {
            // Whoever made it by this key may not be its owner any more.
            if (request.IdempotencyKey is null || request.Id is not null || !caller.MayChange(existing))
            {
                return AlreadyRegistered(existing);
            }

            return existing.RequestDigest == request.RequestDigest
                ? Repeat(existing, view, context)
                : new Refusal(RefusalCode.Conflict, "The idempotency key was used with another body.") { AgentId = id };
        }

        return TryCreate(id, request, caller, view, context, out var change, out var refusal)
            ? Decision<Agent, Registered>.Changed(new Registered(change.After!, Created: true), change)
            : refusal;
    }

    /// <summary>The change that begins an agent.</summary>
    public static bool TryCreate(
        string id,
        RegisterRequest request,
        Caller caller,
        AgentOverlay view,
        DecisionContext context,
        [NotNullWhen(true)] out Change<Agent>? change,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        var registration = request.Registration;
        var errors = new FieldErrors();
        if (!Replacement.CheckCreate(registration, errors))
        {
            (change, refusal) = (null, Refusal.Invalid(errors));
            return false;
        }

        if (!caller.Covers(id, registration.Type))
        {
            (change, refusal) = (null, Refusals.OutsideNamespace(id));
            return false;
        }

        if (request.Quota is { } quota && !quota.TryTake(context.MutationId))
        {
            (change, refusal) = (null, quota.Refusal);
            return false;
        }

        var agent = new Agent
        {
            Id = id,
            Registration = registration,
            Owner = caller.Name,
            MutationId = request.RegistrationId ?? context.MutationId,
            Slot = view.SmallestFreeSlot(),
            Epoch = view.NextSeq,
            VersionSeq = view.NextSeq,
            VersionAt = context.Now.Upper,
            VersionBy = caller.Name,
            RegisteredAt = context.Now.Upper,
            Seen = context.Now.Upper,
            Reported = registration.Status,
            SecretsSeq = string.IsNullOrEmpty(request.Secrets) ? 0 : view.NextSeq,
            Lifecycle = request.FirstLifecycle ?? registration.Lifecycle ?? KindDefaults.FirstLifecycle(registration.Kind),
            Trust = request.Trust.Trust is { } trust ? trust with { Seq = view.NextSeq } : null,
            RequestDigest = request.IdempotencyKey is null ? null : request.RequestDigest,
        };
        refusal = TrustRules.CheckCreated(agent, request.Trust.IsWaived);
        change = null;
        if (refusal is not null)
        {
            return false;
        }

        // Its edges are committed before it, under the mutation id of its registration. Last of all: what is refused anyway is to change no edges first.
        if (request is { Dependencies.Count: > 0, RegistrationId: null })
        {
            refusal = Refusals.RegisteredMeanwhile;
            return false;
        }

        change = AgentChanges.By(caller, view, context, ChangeTypes.Registered, agent) with { Secrets = request.Secrets ?? "" };
        return true;
    }

    /// <summary>The agent says that it is there: where it has a lease, that renews it.</summary>
    private Decision<Agent, Registered> Repeat(Agent existing, AgentOverlay view, DecisionContext context)
    {
        if (existing.Registration.TtlMs is null)
        {
            return Decision<Agent, Registered>.Unchanged(new Registered(existing, Created: true));
        }

        if (!view.AllowsChange(id, context.Now.Upper))
        {
            return Refusals.RateLimited(id);
        }

        var renewed = existing with { Seen = Math.Max(existing.Seen, context.Now.Upper), LapseMark = 0 };
        var change = AgentChanges.By(caller, view, context, ChangeTypes.Updated, renewed) with { Counted = true };
        change = change.After!.Status == existing.Status ? change : change.WithStatus(existing.Status, "registered again");
        return Decision<Agent, Registered>.Changed(new Registered(change.After!, Created: true), change);
    }

    public static Refusal AlreadyRegistered(Agent existing) =>
        new(RefusalCode.AlreadyRegistered, $"Agent '{existing.Id}' is registered already.") { AgentId = existing.Id };
}
