namespace Registry.Contracts.Resolution;

/// <summary>How a call of an agent went.</summary>
public record OutcomeReport
{
    public required bool Success { get; init; }

    /// <summary>How long the call took, in milliseconds, 0 … 86,400,000.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>What went wrong, at most 500 characters.</summary>
    public string? Error { get; init; }

    /// <summary>The id of the trial that the call was, as resolve gave it: then an outcome that comes too late is told from that of another trial.</summary>
    public string? Trial { get; init; }
}
