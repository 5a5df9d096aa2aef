using System.Text.Json.Serialization;

namespace Registry.Contracts.Health;

/// <summary>How an agent is, and what each source says by itself.</summary>
public sealed record AgentHealthReport
{
    public required string Id { get; init; }

    /// <summary>Whether the status is <c>healthy</c>.</summary>
    public required bool Healthy { get; init; }

    /// <summary><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c>, <c>maintenance</c>, <c>unreachable</c> or <c>unknown</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Which source decided, or an operator's reason; absent while there is nothing to explain.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was last probed; where it never was, its last sign of life.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset LastCheck { get; init; }

    /// <summary>Milliseconds, of the last probe; absent before the first.</summary>
    public int? ResponseTimeMs { get; init; }

    /// <summary>Why the last probe was no success; absent when it was one.</summary>
    public string? Error { get; init; }

    public required AgentHealthChecks Checks { get; init; }
}
