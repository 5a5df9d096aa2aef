using Registry.Contracts.Health;

namespace Registry.Contracts.Statistics;

/// <summary>How many agents there are. The counts by status, by kind, by type and by lifecycle each sum to <see cref="TotalRegistered"/>.</summary>
public sealed record StatisticsReport
{
    public required int TotalRegistered { get; init; }

    public required int Healthy { get; init; }

    public required int Degraded { get; init; }

    public required int Unhealthy { get; init; }

    public required int Unreachable { get; init; }

    public required int Unknown { get; init; }

    public required int Maintenance { get; init; }

    /// <summary>The same as <see cref="Healthy"/>, by the component registry's name.</summary>
    public required int HealthyCount { get; init; }

    /// <summary>Agents whose lifecycle is <c>error</c>.</summary>
    public required int ErrorCount { get; init; }

    /// <summary>Share of healthy agents, 0 … 1; 1 when there are none.</summary>
    public required double HealthPercentage { get; init; }

    /// <summary>Every kind.</summary>
    public required IReadOnlyDictionary<string, int> ByKind { get; init; }

    /// <summary>Types that differ in case alone are one.</summary>
    public required IReadOnlyDictionary<string, int> ByType { get; init; }

    /// <summary>Agents without one are in none.</summary>
    public required IReadOnlyDictionary<string, int> BySystemType { get; init; }

    /// <summary>Agents without one are in none.</summary>
    public required IReadOnlyDictionary<string, int> ByEnvironment { get; init; }

    /// <summary>Every lifecycle.</summary>
    public required IReadOnlyDictionary<string, int> ByLifecycle { get; init; }

    /// <summary>Different names of capabilities.</summary>
    public required int UniqueCapabilities { get; init; }

    /// <summary>By the job's name.</summary>
    public required IReadOnlyDictionary<string, JobHealth> Jobs { get; init; }
}
