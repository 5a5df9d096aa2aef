using System.Text.Json.Serialization;

namespace Registry.Contracts.Health;

/// <summary>What callers reported. <c>ok</c> while calls pass, <c>warn</c> when some failed or trials are made, <c>fail</c> while none pass.</summary>
public sealed record CircuitCheck
{
    public required string Status { get; init; }

    /// <summary><c>closed</c>, <c>open</c> or <c>half_open</c>.</summary>
    public required string State { get; init; }

    public required int FailureCount { get; init; }

    public required int SuccessCount { get; init; }

    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? LastFailureTime { get; init; }

    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? OpenedAt { get; init; }
}
