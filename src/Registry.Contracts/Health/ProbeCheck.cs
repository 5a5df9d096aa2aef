using System.Text.Json.Serialization;

namespace Registry.Contracts.Health;

/// <summary>The probes. <c>skipped</c> without a check, before the first probe, and where the outbound guard refuses the address.</summary>
public sealed record ProbeCheck
{
    public required string Status { get; init; }

    /// <summary><c>http</c>, <c>tcp</c>, <c>a2a</c> or <c>none</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the last answer was 401, 402 or 403.</summary>
    public bool Gated { get; init; }

    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? LastCheck { get; init; }

    /// <summary>Milliseconds.</summary>
    public int? ResponseTimeMs { get; init; }

    /// <summary>Of the last answer; absent where there was none.</summary>
    public int? StatusCode { get; init; }

    public string? Error { get; init; }

    public int ConsecutiveFailures { get; init; }

    public int ConsecutiveSuccesses { get; init; }
}
