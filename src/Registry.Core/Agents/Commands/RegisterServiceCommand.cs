using Registry.Core.Agents.Documents;
using Registry.Core.Agents.Reading;
using Registry.Core.Health;
using Registry.Core.Sharding;
using Registry.Core.Systems;

namespace Registry.Core.Agents.Commands;

/// <summary>
/// Registers a service, or updates it when its owner registers it again. What a service cannot say of itself (TTL, health check,
/// priority …) stays then as it was set on the agent's own surface, and so does what it reports.
/// </summary>
internal sealed class RegisterServiceCommand(string id, RegisterRequest request, Caller caller) : ICommand<Agent, AgentOverlay, Registered>
{
    public Decision<Agent, Registered> Decide(AgentOverlay view, DecisionContext context)
    {
        if (view.Find(id) is not { } current)
        {
            return RegisterCommand.TryCreate(id, request, caller, view, context, out var created, out var refused)
                ? Decision<Agent, Registered>.Changed(new Registered(created.After!, Created: true), created)
                : refused;
        }

        // Whoever may change it for its owner does so by name, not by registering it.
        if (current.Registration.Kind != AgentKind.Service || !string.Equals(caller.Name, current.Owner, StringComparison.Ordinal))
        {
            return RegisterCommand.AlreadyRegistered(current);
        }

        if (ReplaceRules.Check(current, caller, view, context) is { } refusal)
        {
            return refusal;
        }

        var replaced = current with
        {
            Registration = Updated(current.Registration, request.Registration),
            Lifecycle = current.FirstLifecycle == Lifecycle.Discovered ? Lifecycle.Registered : current.FirstLifecycle,
        };
        if (!AgentDocument.Fits(replaced))
        {
            var errors = new FieldErrors();
            errors.Add("body", $"must leave the agent at most {AgentLimits.MaxSerializedLength} characters of JSON");
            return Refusal.Invalid(errors) with { AgentId = id };
        }

        return ReplaceRules.Replace(current, replaced, null, caller, view, context).As(static agent => new Registered(agent, Created: false));
    }

    private static Registration Updated(Registration current, Registration given) => current with
    {
        Type = given.Type,
        Endpoint = given.Endpoint,
        Host = given.Host,
        Port = given.Port,
        Version = given.Version,
        Capabilities = given.Capabilities,
        Tags = given.Tags,
        Environment = given.Environment,
        Metadata = given.Metadata,
        SystemType = SystemTypes.Given(current) ?? given.SystemType,
        HealthCheck = Fits(current.HealthCheck, given) ? current.HealthCheck : given.HealthCheck,
    };

    /// <summary>Whether the check can still be made at the new endpoint.</summary>
    private static bool Fits(HealthCheck? check, Registration given)
    {
        var errors = new FieldErrors();
        if (check is not null)
        {
            HealthCheckReader.CheckTarget(check, given.Endpoint, given.Host, given.Port, errors);
        }

        return check is not null && errors.IsEmpty;
    }
}
