namespace Registry.Contracts.Agents;

/// <summary>How an agent is probed. What is absent is the registry's default.</summary>
public sealed record AgentHealthCheck
{
    /// <summary><c>http</c>, <c>tcp</c>, <c>a2a</c> or <c>none</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Appended to the endpoint. Default <c>/health</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Seconds between probes, 1 … 86,400; fractions allowed. Default 30.</summary>
    public double? IntervalSeconds { get; init; }

    /// <summary>Seconds a probe may take, at most the interval. Default 5.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>Failures in a row until <c>unhealthy</c>. Default 3.</summary>
    public int? FailureThreshold { get; init; }

    /// <summary>Successes in a row until <c>healthy</c> again. Default 2.</summary>
    public int? SuccessThreshold { get; init; }

    /// <summary>Default GET.</summary>
    public string? Method { get; init; }

    /// <summary>The one status code that is a success; absent: any 2xx.</summary>
    public int? ExpectStatus { get; init; }

    /// <summary>Sent with every probe. Write-only: never answered.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>What 401, 402 and 403 mean: <c>alive</c> or <c>failure</c>.</summary>
    public string? Gated { get; init; }
}
