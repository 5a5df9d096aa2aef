using System.Diagnostics.CodeAnalysis;
using Registry.Core.Systems;

namespace Registry.Core.Agents;

/// <summary>What of a registration depends on the agent that is there. Pure: decided again against every newer state.</summary>
public static class Replacement
{
    internal const string ServiceName = "must be the id: a service is known by its name";

    /// <summary>Whether the registration can start a new agent. Only an existing one can be inactive or in error.</summary>
    public static bool CheckCreate(Registration registration, FieldErrors errors)
    {
        if (registration.Lifecycle is null or Lifecycle.Discovered or Lifecycle.Registered or Lifecycle.Active)
        {
            return true;
        }

        errors.Add("lifecycle", "must be one of discovered, registered, active");
        return false;
    }

    /// <summary>
    /// PUT on an existing agent: <paramref name="current"/> with everything replaced that its owner registers. Identity,
    /// times, sequence numbers and owner stay as they are. A discovered agent becomes registered.
    /// </summary>
    public static bool TryReplace(
        Agent current, RegisterRequest request, RegistrationDefaults defaults, FieldErrors errors, [NotNullWhen(true)] out Agent? replaced)
    {
        replaced = null;
        var kindGiven = request.Given.HasFlag(RegistrationMembers.Kind);
        if (kindGiven && request.Registration.Kind != current.Registration.Kind)
        {
            errors.Add("kind", "cannot be changed: unregister and register again");
        }

        if (!kindGiven && current.Registration.Kind == AgentKind.Service && request.Registration.Name != current.Id)
        {
            errors.Add("name", ServiceName);
        }

        if (request.Registration.Lifecycle is { } asked && asked != current.Lifecycle)
        {
            errors.Add("lifecycle", "changes only through activate and deactivate");
        }

        if (!errors.IsEmpty)
        {
            return false;
        }

        var registration = kindGiven ? request.Registration : ForKind(request, current.Registration.Kind, defaults);
        replaced = current with
        {
            Registration = registration with { Lifecycle = current.Registration.Lifecycle },
            Reported = registration.Status,
            Lifecycle = current.FirstLifecycle == Lifecycle.Discovered ? Lifecycle.Registered : current.FirstLifecycle,
        };
        return true;
    }

    /// <summary>PATCH: <paramref name="current"/> with what the patch made of its registration (see <c>MergePatch</c>). It reports a status only where the patch gives one.</summary>
    public static Agent Patched(Agent current, RegistrationInput input) => current with
    {
        Registration = input.Registration,
        Reported = input.Given.HasFlag(RegistrationMembers.Status) ? input.Registration.Status : current.Reported,
    };

    /// <summary>A body without a kind is of the kind that is there; it was read with another's defaults.</summary>
    private static Registration ForKind(RegisterRequest request, AgentKind kind, RegistrationDefaults defaults)
    {
        var read = request.Registration;
        var given = request.Given;
        return read with
        {
            Kind = kind,
            Status = given.HasFlag(RegistrationMembers.Status) ? read.Status : KindDefaults.FirstStatus(kind),
            TtlMs = given.HasFlag(RegistrationMembers.Ttl) ? read.TtlMs : KindDefaults.TtlMs(kind, defaults),
            HealthCheck = given.HasFlag(RegistrationMembers.HealthCheck)
                ? read.HealthCheck
                : KindDefaults.FirstHealthCheck(kind, read.Endpoint, read.Host, read.Port),
            SystemType = SystemTypes.Given(read) ?? SystemTypes.Of(kind, read.Endpoint),
        };
    }
}
