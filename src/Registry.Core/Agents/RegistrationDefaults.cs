namespace Registry.Core.Agents;

/// <summary>Settings that fill in what a registration leaves out.</summary>
public sealed record RegistrationDefaults
{
    public static RegistrationDefaults Standard { get; } = new();

    /// <summary>Seconds, 10 … 604,800, that a service lives without a sign of life. <c>Registry__ServiceTtlSeconds</c>.</summary>
    public double ServiceTtlSeconds { get; init; } = 300;

    /// <summary>Seconds between probes where a health check does not say; a time-out is checked against it. <c>Registry__HealthCheck__IntervalSeconds</c>.</summary>
    public double HealthCheckIntervalSeconds { get; init; } = 30;

    /// <summary>Whether hooks may name loopback and private addresses. <c>Registry__Outbound__AllowPrivate</c>.</summary>
    public bool AllowPrivateHooks { get; init; }
}
