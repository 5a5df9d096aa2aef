using Registry.Core.Health;

namespace Registry.Core.Statistics;

/// <summary>How many services there are. Each shard is counted at one moment.</summary>
/// <param name="Total">All of them.</param>
/// <param name="ByStatus">Every status; they sum to <paramref name="Total"/>.</param>
/// <param name="UniqueCapabilities">Different names.</param>
/// <param name="Capabilities">Of all services together: the same name of two services, or in two versions of one, counts twice.</param>
/// <param name="AgeMs">How old the state behind the counts is.</param>
public sealed record ServiceStatistics(
    int Total, IReadOnlyDictionary<HealthStatus, int> ByStatus, int UniqueCapabilities, int Capabilities, long AgeMs);
