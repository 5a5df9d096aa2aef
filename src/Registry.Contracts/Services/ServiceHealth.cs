using System.Text.Json;
using System.Text.Json.Serialization;

namespace Registry.Contracts.Services;

/// <summary>How a service is.</summary>
public sealed record ServiceHealth
{
    /// <summary><c>healthy</c>, <c>unhealthy</c> (an agent that is <c>unreachable</c> too), <c>degraded</c>, <c>unknown</c> or <c>maintenance</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When it was last probed; before the first probe its last sign of life.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset LastCheck { get; init; }

    /// <summary>Milliseconds that the last probe took.</summary>
    public double? ResponseTime { get; init; }

    /// <summary>An object.</summary>
    public JsonElement? Details { get; init; }

    /// <summary>Why it is not healthy, where the registry knows.</summary>
    public string? Error { get; init; }
}
