namespace Registry.Core.Resolution.Circuits;

/// <summary>How a call of an agent went, as its caller says.</summary>
/// <param name="Success">Whether it succeeded.</param>
/// <param name="LatencyMs">How long it took, in milliseconds, 0 … <see cref="MaxLatencyMs"/>; null where the caller does not say.</param>
/// <param name="Error">What went wrong, at most <see cref="MaxErrorLength"/> characters on one line; null where nothing did, or nobody says.</param>
/// <param name="TrialId">The trial that it is of, as resolve gave it; null where the caller does not say.</param>
public sealed record CallOutcome(bool Success, double? LatencyMs = null, string? Error = null, string? TrialId = null)
{
    /// <summary>A day.</summary>
    public const double MaxLatencyMs = 86_400_000;

    public const int MaxErrorLength = 500;

    public const int MaxTrialIdLength = 64;

    internal CircuitEvent ToEvent() => new(Success ? CircuitEventKind.Success : CircuitEventKind.Failure)
    {
        TrialId = TrialId,
        LatencyMs = LatencyMs,
        Error = Error,
    };
}
