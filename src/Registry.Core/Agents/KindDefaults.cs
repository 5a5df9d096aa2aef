using Registry.Core.Health;

namespace Registry.Core.Agents;

/// <summary>What a registration that is silent means, by kind.</summary>
public static class KindDefaults
{
    private const long AgentTtlMs = 60_000;
    private const double SystemIntervalSeconds = 300;

    /// <summary>Milliseconds until it expires; null: never.</summary>
    public static long? TtlMs(AgentKind kind, RegistrationDefaults defaults) => kind switch
    {
        AgentKind.Agent => AgentTtlMs,
        AgentKind.Service => (long)Math.Round(defaults.ServiceTtlSeconds * 1000),
        _ => null,
    };

    public static HealthStatus FirstStatus(AgentKind kind) =>
        kind is AgentKind.Service or AgentKind.System ? HealthStatus.Unknown : HealthStatus.Healthy;

    public static Lifecycle FirstLifecycle(AgentKind kind) => kind == AgentKind.Component ? Lifecycle.Registered : Lifecycle.Active;

    /// <summary>How it is probed unasked: services over HTTP, systems over TCP where there is an address to connect to.</summary>
    public static HealthCheck? FirstHealthCheck(AgentKind kind, string? endpoint, string? host, int port) => kind switch
    {
        AgentKind.Service when EndpointAddress.IsHttp(endpoint) => new HealthCheck { Kind = HealthCheckKind.Http },
        AgentKind.System when host is not null && port != 0 =>
            new HealthCheck { Kind = HealthCheckKind.Tcp, IntervalSeconds = SystemIntervalSeconds },
        _ => null,
    };

    public static bool NeedsEndpoint(AgentKind kind) => kind is not (AgentKind.Component or AgentKind.Provider);
}
