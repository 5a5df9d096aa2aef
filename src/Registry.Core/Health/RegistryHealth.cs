using Registry.Core.Jobs;

namespace Registry.Core.Health;

/// <summary>The registry's own condition, from memory.</summary>
/// <param name="CanRead">Whether plain reads can be served: all shards are in memory.</param>
/// <param name="StorageAnswers">Whether the newest read of every shard succeeded.</param>
/// <param name="AgeMs">Age of the oldest shard's state.</param>
/// <param name="Shards">One entry a shard; empty before the first one was opened.</param>
/// <param name="Jobs">Last results by name.</param>
/// <param name="ProtectedSince">Unix milliseconds since when the sweep limits expiries; 0 while it does not.</param>
/// <param name="Now">Storage time, or this machine's where that is not known. Unix milliseconds.</param>
public sealed record RegistryHealth(
    bool CanRead,
    bool StorageAnswers,
    long AgeMs,
    IReadOnlyList<ShardHealth> Shards,
    IReadOnlyDictionary<string, JobResult> Jobs,
    long ProtectedSince,
    long Now);
