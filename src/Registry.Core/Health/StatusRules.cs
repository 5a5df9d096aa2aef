using Registry.Core.Agents;

namespace Registry.Core.Health;

/// <summary>The one place where an agent's status is decided from its sources.</summary>
public static class StatusRules
{
    /// <summary>
    /// First that applies: maintenance (by an operator, or what the agent says of itself: reported, or in its health document),
    /// unreachable (what the log says), unhealthy where trust lapsed or was revoked (as the log says), the worse of what the probes decided and what the agent reported, unknown. A source that does
    /// not know is no source.
    /// </summary>
    public static HealthStatus Decide(Agent agent)
    {
        if (agent.Maintenance is not null || agent.Reported == HealthStatus.Maintenance || agent.ProbeStatus == HealthStatus.Maintenance)
        {
            return HealthStatus.Maintenance;
        }

        if (agent.LapseMark != 0)
        {
            return HealthStatus.Unreachable;
        }

        return agent.Trust?.Fault is not null ? HealthStatus.Unhealthy : Worse(agent.Reported, agent.ProbeStatus);
    }

    /// <summary>Which source decided, for a person; null while there is nothing to explain.</summary>
    public static string? Reason(Agent agent) => Decide(agent) switch
    {
        HealthStatus.Maintenance when agent.Maintenance is { } note => note.Reason,
        HealthStatus.Maintenance when agent.Reported == HealthStatus.Maintenance => "reported by the agent",
        HealthStatus.Maintenance => "its health document says so",
        HealthStatus.Unreachable => "no heartbeat within 75 % of its TTL",
        HealthStatus.Unhealthy when agent.Trust?.Fault is { } fault => $"trust: {fault}",
        HealthStatus.Unhealthy or HealthStatus.Degraded when agent.ProbeStatus >= agent.Reported => "decided by probes",
        HealthStatus.Unhealthy or HealthStatus.Degraded => "reported by the agent",
        HealthStatus.Unknown when agent.Registration.HealthCheck is { Kind: not HealthCheckKind.None } => "probes have not decided yet",
        _ => null,
    };

    /// <summary>Unknown, healthy, degraded and unhealthy are in the order of their badness.</summary>
    private static HealthStatus Worse(HealthStatus one, HealthStatus other) => one > other ? one : other;
}
