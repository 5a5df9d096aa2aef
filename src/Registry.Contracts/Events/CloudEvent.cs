using System.Text.Json.Serialization;

namespace Registry.Contracts.Events;

/// <summary>An event: CloudEvents 1.0 in JSON.</summary>
public sealed record CloudEvent
{
    /// <summary><c>1.0</c>.</summary>
    [JsonPropertyName("specversion")]
    public required string SpecVersion { get; init; }

    /// <summary><c>{partition}:{number}</c>: the same on every instance, unique with <see cref="Source"/>; numbers of a partition ascend without a gap.</summary>
    public required string Id { get; init; }

    /// <summary>The registry.</summary>
    public required string Source { get; init; }

    /// <summary><c>agent.registered</c>, <c>agent.updated</c>, <c>agent.unregistered</c>, <c>agent.expired</c>, <c>agent.status.changed</c> …</summary>
    public required string Type { get; init; }

    /// <summary>Id of the agent; of the shard with <c>registry.protection.changed</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Storage time, RFC 3339 UTC.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary><c>application/json</c>.</summary>
    [JsonPropertyName("datacontenttype")]
    public required string DataContentType { get; init; }

    /// <summary>What happened.</summary>
    public required EventData Data { get; init; }
}
