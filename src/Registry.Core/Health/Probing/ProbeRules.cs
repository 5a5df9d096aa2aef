using Registry.Core.Agents;

namespace Registry.Core.Health.Probing;

/// <summary>By which rules an agent's probes are judged.</summary>
/// <param name="Kind">What was asked.</param>
/// <param name="FailureThreshold">Consecutive failures until <c>unhealthy</c>.</param>
/// <param name="SuccessThreshold">Consecutive successes until <c>healthy</c>.</param>
/// <param name="ExpectStatus">The one status code that is a success; null for any 2xx.</param>
/// <param name="GatedIsFailure">Whether 401, 402 and 403 are failures.</param>
internal readonly record struct ProbeRules(HealthCheckKind Kind, int FailureThreshold, int SuccessThreshold, int? ExpectStatus, bool GatedIsFailure)
{
    /// <summary>Of a registration that has a check. A service that asks for credentials is unusable, as its document has it; an agent is alive.</summary>
    public static ProbeRules Of(Registration registration, ProbeDefaults defaults)
    {
        var check = registration.HealthCheck!;
        return new ProbeRules(
            check.Kind,
            check.FailureThreshold ?? defaults.FailureThreshold,
            check.SuccessThreshold ?? defaults.SuccessThreshold,
            check.ExpectStatus,
            check.GatedIsFailure ?? registration.Kind == AgentKind.Service);
    }
}
