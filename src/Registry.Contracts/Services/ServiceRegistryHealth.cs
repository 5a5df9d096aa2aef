using System.Text.Json.Serialization;

namespace Registry.Contracts.Services;

/// <summary>How the registry is that keeps the services. 503 only when reads can't be served.</summary>
public sealed record ServiceRegistryHealth
{
    /// <summary><c>healthy</c>, <c>degraded</c> (reads are served from memory) or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Absent where reads can't be served.</summary>
    public int? TotalServices { get; init; }

    /// <summary>Absent where reads can't be served.</summary>
    public int? HealthyServices { get; init; }
}
