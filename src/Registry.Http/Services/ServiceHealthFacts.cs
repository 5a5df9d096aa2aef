using Registry.Core.Health;

namespace Registry.Http.Services;

/// <summary>How a service is.</summary>
/// <param name="Status">Never unreachable: that reads unhealthy.</param>
/// <param name="LastCheck">Unix milliseconds, storage time.</param>
internal readonly record struct ServiceHealthFacts(HealthStatus Status, long LastCheck)
{
    /// <summary>Milliseconds; null before the first probe.</summary>
    public double? ResponseTime { get; init; }

    /// <summary>Safe to show; null where nothing is wrong, or nobody knows what.</summary>
    public string? Error { get; init; }
}
