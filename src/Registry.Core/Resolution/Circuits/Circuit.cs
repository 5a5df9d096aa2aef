namespace Registry.Core.Resolution.Circuits;

/// <summary>What an agent's circuit breaker remembers, as the log says it. Times are Unix milliseconds, storage time; 0 where there is none.</summary>
public sealed record Circuit
{
    /// <summary>Closed, and nothing ever happened.</summary>
    public static Circuit Initial { get; } = new();

    public CircuitState State { get; init; }

    /// <summary>While closed: failures since the last success. Else: those that opened it, and those of its trials since then.</summary>
    public int FailureCount { get; init; }

    /// <summary>Successes since it is half-open.</summary>
    public int SuccessCount { get; init; }

    public long LastFailureAt { get; init; }

    /// <summary>When it opened last; 0 while it is closed.</summary>
    public long OpenedAt { get; init; }

    /// <summary>The trial that is out; null while none is.</summary>
    public CircuitTrial? Trial { get; init; }
}
