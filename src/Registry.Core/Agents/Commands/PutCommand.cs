using Registry.Core.Sharding;
using Registry.Core.Trust;

namespace Registry.Core.Agents.Commands;

/// <summary>Registers under a chosen id, or replaces what is registered there.</summary>
internal sealed class PutCommand(string id, RegisterRequest request, Precondition precondition, Caller caller, RegistrationDefaults defaults)
    : ICommand<Agent, AgentOverlay, Registered>
{
    public Decision<Agent, Registered> Decide(AgentOverlay view, DecisionContext context)
    {
        var current = view.Find(id);
        if (Preconditions.Check(precondition, id, current) is { } failed)
        {
            return failed;
        }

        if (current is null)
        {
            return RegisterCommand.TryCreate(id, request, caller, view, context, out var created, out var refused)
                ? Decision<Agent, Registered>.Changed(new Registered(created.After!, Created: true), created)
                : refused;
        }

        if (ReplaceRules.Check(current, caller, view, context) is { } refusal)
        {
            return refusal;
        }

        var errors = new FieldErrors();
        if (!Replacement.TryReplace(current, request, defaults, errors, out var replaced))
        {
            return Refusal.Invalid(errors) with { AgentId = id };
        }

        if (TrustRules.TryReplace(replaced, request.Trust, view.NextSeq, out replaced) is { } untrusted)
        {
            return untrusted;
        }

        return ReplaceRules.Replace(current, replaced, request.Secrets, caller, view, context).As(static agent => new Registered(agent, Created: false));
    }
}
