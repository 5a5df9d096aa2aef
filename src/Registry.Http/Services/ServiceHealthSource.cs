using Registry.Core.Agents;
using Registry.Core.Health;
using Registry.Core.Health.Probing;

namespace Registry.Http.Services;

/// <summary>The one place where a service's health is put together.</summary>
internal sealed class ServiceHealthSource(AgentRegistry registry)
{
    private const string NoSignOfLife = "No sign of life in time: the lease has lapsed.";

    /// <summary>A service's set of states has no unreachable.</summary>
    public static HealthStatus StatusOf(Agent service) => service.Status == HealthStatus.Unreachable ? HealthStatus.Unhealthy : service.Status;

    /// <summary>What is known of it, from memory. A service that was never probed was last checked when it was last heard.</summary>
    public ServiceHealthFacts Of(AgentView service)
    {
        var agent = service.Agent;
        var lapsed = agent.Status == HealthStatus.Unreachable ? NoSignOfLife : null;
        return registry.ProbesOf(agent) is { CheckedAt: > 0 } probe
            ? new ServiceHealthFacts(StatusOf(agent), probe.CheckedAt) { ResponseTime = probe.ResponseTimeMs, Error = lapsed ?? ProbeErrors.Text(probe.Error) }
            : new ServiceHealthFacts(StatusOf(agent), service.LastSeen) { Error = lapsed };
    }
}
