namespace Registry.Core.Agents;

/// <summary>The four parameters of an agent's circuit breaker, as registered; null members mean the default.</summary>
public sealed record CircuitBreakerOptions
{
    /// <summary>Failures in a row that open the circuit, 1 … 1,000,000. Default 5.</summary>
    public int? FailureThreshold { get; init; }

    /// <summary>Seconds until an open circuit hands out a trial, 0 … 86,400. Default 60.</summary>
    public double? RecoveryTimeout { get; init; }

    /// <summary>Successful trials that close it, 1 … 1,000,000. Default 3.</summary>
    public int? SuccessThreshold { get; init; }

    /// <summary>Seconds a trial may be without an outcome, above 0 and at most 86,400. Default 30.</summary>
    public double? TimeoutDuration { get; init; }
}
