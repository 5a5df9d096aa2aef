namespace Registry.Contracts.Services;

/// <summary>What registers a service; for an update every member is optional, and null takes one away. A <c>health</c> that is sent along is ignored.</summary>
public sealed record ServiceRegistration
{
    /// <summary>Unique, and the id of the agent that the service is: 1–128 of <c>A–Z a–z 0–9 . _ : -</c>. An update can only repeat it.</summary>
    public string? Name { get; init; }

    /// <summary>Absolute URL. Secrets in it are replaced by <c>***</c>.</summary>
    public string? Endpoint { get; init; }

    public string? Version { get; init; }

    /// <summary>≤ 256.</summary>
    public IReadOnlyList<ServiceCapability>? Capabilities { get; init; }

    public ServiceMetadata? Metadata { get; init; }
}
