using System.Text.Json.Serialization;

namespace Registry.Contracts.Health;

/// <summary>The lease. <c>skipped</c> where it has no end.</summary>
public sealed record HeartbeatCheck
{
    public required string Status { get; init; }

    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>When it is unreachable without another sign of life; later after an outage of the registry. Absent: never.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? LapsesAt { get; init; }

    /// <summary>When it is removed without another sign of life; later after an outage of the registry. Absent: never.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? ExpiresAt { get; init; }
}
