namespace Registry.Core.Health;

public enum HealthStatus
{
    Unknown,
    Healthy,
    Degraded,
    Unhealthy,
    Maintenance,

    /// <summary>The lease lapsed, as the log says. Never reported by an agent.</summary>
    Unreachable,
}
