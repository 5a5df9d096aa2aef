using Registry.Core.Agents;
using Registry.Core.Health;

namespace Registry.Http.Services;

/// <summary>The one place where a service's health is put together.</summary>
internal static class ServiceHealthSource
{
    private const string NoSignOfLife = "No sign of life in time: the lease has lapsed.";

    /// <summary>A service's set of states has no unreachable.</summary>
    public static HealthStatus StatusOf(Agent service) => service.Status == HealthStatus.Unreachable ? HealthStatus.Unhealthy : service.Status;

    /// <summary>What is known of it. A service that was never probed was last checked when it was last heard.</summary>
    public static ServiceHealthFacts Of(AgentView service) => new(StatusOf(service.Agent), service.LastSeen)
    {
        Error = service.Agent.Status == HealthStatus.Unreachable ? NoSignOfLife : null,
    };
}
