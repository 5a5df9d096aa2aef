namespace Registry.Core.Resolution.Circuits;

/// <summary>Something that happened to a circuit.</summary>
/// <param name="Kind">What.</param>
public readonly record struct CircuitEvent(CircuitEventKind Kind)
{
    /// <summary>Of an outcome: the trial that it is of; null where the caller does not say. Of a wanted trial: the id that it gets.</summary>
    public string? TrialId { get; init; }

    /// <summary>Of an outcome: how long the call took, in milliseconds; null where the caller does not say.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Of a failure, for a person; null where nobody says.</summary>
    public string? Error { get; init; }
}
