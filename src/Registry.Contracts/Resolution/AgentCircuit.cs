using System.Text.Json.Serialization;

namespace Registry.Contracts.Resolution;

/// <summary>An agent's circuit breaker; the same on every instance.</summary>
public sealed record AgentCircuit
{
    /// <summary>The agent's id.</summary>
    public required string Name { get; init; }

    /// <summary><c>closed</c>: calls pass; <c>open</c>: none; <c>half_open</c>: one trial at a time.</summary>
    public required string State { get; init; }

    /// <summary>While closed: failures since the last success.</summary>
    public required int FailureCount { get; init; }

    /// <summary>Successful trials since it is half-open.</summary>
    public required int SuccessCount { get; init; }

    /// <summary>Absent before the first.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? LastFailureTime { get; init; }

    /// <summary>When it opened last; absent while it is closed.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? OpenedAt { get; init; }
}
