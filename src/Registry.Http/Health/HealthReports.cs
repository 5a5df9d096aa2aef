using System.Text.Json;
using Registry.Contracts;
using Registry.Contracts.Health;
using Registry.Core.Health;
using Registry.Core.Jobs;
using ShardHealth = Registry.Contracts.Health.ShardHealth;
using ShardState = Registry.Core.Health.ShardHealth;

namespace Registry.Http.Health;

/// <summary>What the registry knows of itself, in the words of the API.</summary>
internal static class HealthReports
{
    private const string Healthy = "healthy";
    private const string Degraded = "degraded";
    private const string Unhealthy = "unhealthy";
    private const string Loading = "loading";
    private const string ServiceName = "agent-registry";
    private const string ProtectionReason = "More agents would expire at once than is plausible: expiry is limited.";

    public static HealthReport From(RegistryHealth health, string version) => new()
    {
        Status = StatusOf(health),
        Service = ServiceName,
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(health.Now),
        Version = version,
        Storage = new StorageHealth
        {
            Status = health.StorageAnswers ? Healthy : Unhealthy,
            AgeSeconds = health.CanRead ? Seconds(health.AgeMs) : null,
        },
        Shards = [.. health.Shards.Select(shard => Shard(shard, health.StorageAnswers))],
        Jobs = Jobs(health),
        Protection = Protection(health.ProtectedSince),
    };

    public static string StatusOf(RegistryHealth health) => !health.CanRead ? Unhealthy : health.StorageAnswers ? Healthy : Degraded;

    public static IReadOnlyDictionary<string, JobHealth> Jobs(RegistryHealth health) =>
        health.Jobs.ToDictionary(job => job.Key, job => Job(job.Value), StringComparer.Ordinal);

    private static ShardHealth Shard(ShardState shard, bool storageAnswers) => new()
    {
        Name = shard.Name,
        Status = shard.Corruption is not null ? Unhealthy : !shard.Loaded ? Loading : storageAnswers ? Healthy : Degraded,
        Agents = shard.Loaded ? shard.Agents : null,
        AgeSeconds = shard.Loaded ? Seconds(shard.AgeMs) : null,
        Reason = shard.Corruption,
    };

    private static JobHealth Job(JobResult result) => new()
    {
        LastRun = DateTimeOffset.FromUnixTimeMilliseconds(result.LastRun),
        DurationMs = result.DurationMs,
        Counts = result.Counts.Length == 0 ? null : JsonSerializer.Deserialize(result.Counts, ContractsContext.Default.IReadOnlyDictionaryStringInt64),
    };

    private static ProtectionHealth Protection(long since) => since == 0
        ? new ProtectionHealth { Active = false }
        : new ProtectionHealth { Active = true, Since = DateTimeOffset.FromUnixTimeMilliseconds(since), Reason = ProtectionReason };

    private static double Seconds(long ms) => ms / 1000.0;
}
