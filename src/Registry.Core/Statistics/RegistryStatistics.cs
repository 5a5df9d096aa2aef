using Registry.Core.Agents;
using Registry.Core.Health;

namespace Registry.Core.Statistics;

/// <summary>How many agents there are, by what. Each shard is counted at one moment, so that every division adds up to <see cref="Total"/>.</summary>
public sealed record RegistryStatistics
{
    public required int Total { get; init; }

    /// <summary>Every status; they sum to <see cref="Total"/>.</summary>
    public required IReadOnlyDictionary<HealthStatus, int> ByStatus { get; init; }

    /// <summary>Every kind.</summary>
    public required IReadOnlyDictionary<AgentKind, int> ByKind { get; init; }

    /// <summary>Every lifecycle.</summary>
    public required IReadOnlyDictionary<Lifecycle, int> ByLifecycle { get; init; }

    /// <summary>Types that differ in case alone are one, under the spelling found first.</summary>
    public required IReadOnlyDictionary<string, int> ByType { get; init; }

    /// <summary>Agents without one are in none.</summary>
    public required IReadOnlyDictionary<string, int> BySystemType { get; init; }

    /// <summary>Agents without one are in none.</summary>
    public required IReadOnlyDictionary<string, int> ByEnvironment { get; init; }

    /// <summary>Different names of capabilities.</summary>
    public required int UniqueCapabilities { get; init; }

    /// <summary>How old the state behind the counts is.</summary>
    public required long AgeMs { get; init; }

    /// <summary>Share of healthy agents, 0 … 1; 1 when there are none.</summary>
    public double HealthyShare => Total == 0 ? 1 : (double)ByStatus[HealthStatus.Healthy] / Total;
}
