namespace Registry.Contracts.Statistics;

/// <summary>What a cleanup removes besides what has expired.</summary>
public sealed record CleanupRequest
{
    /// <summary>Also agents that were neither seen nor used for this many seconds, above 0 and at most 315,360,000 (ten years); fractions allowed.</summary>
    public double? InactiveForSeconds { get; init; }
}
