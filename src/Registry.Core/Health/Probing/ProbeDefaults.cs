namespace Registry.Core.Health.Probing;

/// <summary>What a health check that is silent means. The interval's default is among the registration defaults, which check time-outs against it.</summary>
public sealed record ProbeDefaults
{
    /// <summary>Seconds a probe may take, at most the interval. <c>Registry__HealthCheck__TimeoutSeconds</c>, default 5.</summary>
    public double TimeoutSeconds { get; init; } = 5;

    /// <summary>Consecutive failures until the probes decide <c>unhealthy</c>, 1 … 1,000. <c>Registry__HealthCheck__FailureThreshold</c>, default 3.</summary>
    public int FailureThreshold { get; init; } = 3;

    /// <summary>Consecutive successes until the probes decide <c>healthy</c>, 1 … 1,000. <c>Registry__HealthCheck__SuccessThreshold</c>, default 2.</summary>
    public int SuccessThreshold { get; init; } = 2;
}
