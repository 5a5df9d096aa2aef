using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;

namespace Registry.Core.Statistics;

/// <summary>Sums the counts of shards.</summary>
internal sealed class ShardTotals
{
    private readonly Dictionary<HealthStatus, int> _statuses = [];
    private readonly Dictionary<AgentKind, int> _kinds = [];
    private readonly Dictionary<Lifecycle, int> _lifecycles = [];
    private readonly Dictionary<string, int> _types = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _systemTypes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _environments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _capabilities = new(StringComparer.Ordinal);

    /// <summary>Adds one shard's. Under its gate.</summary>
    public void Add(AgentIndex index)
    {
        Add(_statuses, index.CountOf);
        Add(_kinds, index.CountOf);
        Add(_lifecycles, index.CountOf);
        index.AddCountsTo(IndexField.Type, _types);
        index.AddCountsTo(IndexField.SystemType, _systemTypes);
        index.AddCountsTo(IndexField.Environment, _environments);
        index.AddCountsTo(IndexField.Capability, _capabilities);
    }

    public RegistryStatistics ToStatistics(long ageMs) => new()
    {
        Total = _statuses.Values.Sum(),
        ByStatus = _statuses,
        ByKind = _kinds,
        ByLifecycle = _lifecycles,
        ByType = _types,
        BySystemType = _systemTypes,
        ByEnvironment = _environments,
        UniqueCapabilities = _capabilities.Count,
        AgeMs = ageMs,
    };

    private static void Add<T>(Dictionary<T, int> counts, Func<T, int> countOf)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            counts[value] = counts.GetValueOrDefault(value) + countOf(value);
        }
    }
}
