using System.Text.Json.Serialization;

namespace Registry.Contracts.Health;

/// <summary>How the registry itself is. 503 only when reads can't be served.</summary>
public sealed record HealthReport
{
    /// <summary><c>healthy</c>, <c>degraded</c> (reads are served from memory) or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Always <c>agent-registry</c>.</summary>
    public required string Service { get; init; }

    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Of the program.</summary>
    public required string Version { get; init; }

    public required StorageHealth Storage { get; init; }

    public required IReadOnlyList<ShardHealth> Shards { get; init; }

    /// <summary>By the job's name.</summary>
    public required IReadOnlyDictionary<string, JobHealth> Jobs { get; init; }

    public required ProtectionHealth Protection { get; init; }
}
