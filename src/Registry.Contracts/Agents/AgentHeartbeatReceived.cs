using System.Text.Json.Serialization;

namespace Registry.Contracts.Agents;

/// <summary>Answered once the heartbeat is durable.</summary>
public sealed record AgentHeartbeatReceived
{
    /// <summary>Always true: a heartbeat that was not received is an error.</summary>
    public required bool Received { get; init; }

    /// <summary>Whole seconds until the next one: half the TTL, 30 when there is none.</summary>
    public required int NextIntervalSeconds { get; init; }

    /// <summary>When it was received, by the storage service's clock.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset Timestamp { get; init; }
}
