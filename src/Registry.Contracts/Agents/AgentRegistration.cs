using System.Text.Json;
using Registry.Contracts.Trust;

namespace Registry.Contracts.Agents;

/// <summary>
/// What an agent registers. <see cref="Name"/> and <see cref="Type"/> are required, and so is either <see cref="Endpoint"/>
/// or <see cref="Host"/> with <see cref="Port"/> (or <c>host:port</c> in Host). At most 64 KiB of JSON, 16 levels deep.
/// </summary>
public sealed record AgentRegistration
{
    /// <summary>1–128 characters of <c>A–Z a–z 0–9 . _ : @ -</c>; absent: the registry chooses one.</summary>
    public string? Id { get; init; }

    /// <summary>1–128 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Free text, compared without case.</summary>
    public required string Type { get; init; }

    /// <summary><c>agent</c> (default), <c>service</c>, <c>component</c>, <c>system</c> or <c>provider</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Absolute URL or connection string. Secrets in it are replaced by <c>***</c> before they are stored.</summary>
    public string? Endpoint { get; init; }

    public string? Host { get; init; }

    /// <summary>1 … 65,535.</summary>
    public int? Port { get; init; }

    public string? Version { get; init; }

    public string? Description { get; init; }

    /// <summary>At most 256.</summary>
    public IReadOnlyList<AgentCapability>? Capabilities { get; init; }

    /// <summary>At most 64.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    public string? Environment { get; init; }

    /// <summary>An object with at most 64 keys at the top.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c>, <c>maintenance</c> or <c>unknown</c> (the same as absent).</summary>
    public string? Status { get; init; }

    /// <summary><c>discovered</c>, <c>registered</c> or <c>active</c>; absent: the kind's own.</summary>
    public string? Lifecycle { get; init; }

    /// <summary>10 … 604,800 seconds without a sign of life until it expires; fractions allowed; absent: the kind's own. An explicit <c>null</c> means never.</summary>
    public double? TtlSeconds { get; init; }

    public AgentHealthCheck? HealthCheck { get; init; }

    /// <summary><c>critical</c>, <c>high</c>, <c>normal</c> (default), <c>low</c>, <c>fallback</c>, or 0 … 9.</summary>
    public JsonElement? Priority { get; init; }

    /// <summary>Lower groups are asked first. Default 0.</summary>
    public int? PriorityGroup { get; init; }

    /// <summary><c>fallback</c> (default), <c>round_robin</c>, <c>random</c> or <c>least_latency</c>.</summary>
    public string? Strategy { get; init; }

    /// <summary>The handler it serves; absent or <c>*</c>: all.</summary>
    public string? Handler { get; init; }

    public AgentCircuitBreaker? CircuitBreaker { get; init; }

    public AgentHooks? Hooks { get; init; }

    public string? Path { get; init; }

    public string? ModuleName { get; init; }

    /// <summary>RFC 3339.</summary>
    public string? LastModified { get; init; }

    /// <summary>
    /// <c>database</c>, <c>rest_api</c>, <c>file_system</c>, <c>message_queue</c>, <c>cloud_service</c>, <c>soap_service</c>, <c>ldap</c>,
    /// <c>email_server</c> or <c>unknown</c>; absent: what the endpoint says, where it says more than HTTP, and always for a system.
    /// </summary>
    public string? SystemType { get; init; }

    /// <summary>An authority's word for it. A system needs one. Write-only.</summary>
    public TrustRequest? Trust { get; init; }

    /// <summary>Ids of agents that it depends on, registered or not; at most 200. Where they are not all active it starts <c>registered</c>. Absent in a replacement: they stay.</summary>
    public IReadOnlyList<string>? Dependencies { get; init; }
}
