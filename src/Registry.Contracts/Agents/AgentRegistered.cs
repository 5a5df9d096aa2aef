using System.Text.Json.Serialization;

namespace Registry.Contracts.Agents;

/// <summary>What a registration or a replacement answers.</summary>
public sealed record AgentRegistered
{
    /// <summary>1–128 characters of <c>A–Z a–z 0–9 . _ : @ -</c>.</summary>
    public required string AgentId { get; init; }

    /// <summary>When it was first registered, by the storage service's clock.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Where to send heartbeats, relative to this service.</summary>
    public required string HeartbeatUrl { get; init; }

    /// <summary>Whole seconds from one heartbeat to the next: half the TTL, 30 when there is none.</summary>
    public required int HeartbeatIntervalSeconds { get; init; }
}
