namespace Registry.Core.Health;

/// <summary>How an agent is probed, as registered; null members mean the default of the registry's settings.</summary>
public sealed record HealthCheck
{
    public HealthCheckKind Kind { get; init; }

    /// <summary>Appended to the endpoint without its trailing slash. Default <c>/health</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Seconds between probes, 1 … 86,400; fractions allowed.</summary>
    public double? IntervalSeconds { get; init; }

    /// <summary>Seconds a probe may take, above 0 and at most the interval.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>Consecutive failures until the probes decide <c>unhealthy</c>, 1 … 1,000.</summary>
    public int? FailureThreshold { get; init; }

    /// <summary>Consecutive successes until the probes decide <c>healthy</c> again, 1 … 1,000.</summary>
    public int? SuccessThreshold { get; init; }

    /// <summary>GET (default), HEAD, POST or OPTIONS.</summary>
    public string? Method { get; init; }

    /// <summary>The one status code that is a success; null for any 2xx.</summary>
    public int? ExpectStatus { get; init; }

    /// <summary>Whether 401, 402 and 403 count as failure; null for the kind's default.</summary>
    public bool? GatedIsFailure { get; init; }
}
