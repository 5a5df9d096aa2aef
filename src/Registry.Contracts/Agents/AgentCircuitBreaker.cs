namespace Registry.Contracts.Agents;

/// <summary>The parameters of an agent's circuit breaker. What is absent is the default.</summary>
public sealed record AgentCircuitBreaker
{
    /// <summary>Failures in a row that open the circuit. Default 5.</summary>
    public int? FailureThreshold { get; init; }

    /// <summary>Seconds until an open circuit hands out a trial. Default 60.</summary>
    public double? RecoveryTimeout { get; init; }

    /// <summary>Successful trials that close it. Default 3.</summary>
    public int? SuccessThreshold { get; init; }

    /// <summary>Seconds a trial may be without an outcome. Default 30.</summary>
    public double? TimeoutDuration { get; init; }
}
