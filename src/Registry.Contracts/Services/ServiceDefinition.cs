using System.Text.Json.Serialization;

namespace Registry.Contracts.Services;

/// <summary>A service as answered.</summary>
public sealed record ServiceDefinition
{
    /// <summary>Unique; the id of the agent that the service is.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute URL, secrets as <c>***</c>.</summary>
    public required string Endpoint { get; init; }

    public required IReadOnlyList<ServiceCapability> Capabilities { get; init; }

    /// <summary>Empty where the service was registered without one, as an agent can be.</summary>
    public required string Version { get; init; }

    public required ServiceHealth Health { get; init; }

    /// <summary>Absent where there is none.</summary>
    public ServiceMetadata? Metadata { get; init; }

    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When it last changed; a heartbeat or a probe alone changes nothing.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset UpdatedAt { get; init; }
}
