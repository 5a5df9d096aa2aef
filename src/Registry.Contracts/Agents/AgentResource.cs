using System.Text.Json;
using System.Text.Json.Serialization;
using Registry.Contracts.Lifecycles;
using Registry.Contracts.Resolution;
using Registry.Contracts.Usage;

namespace Registry.Contracts.Agents;

/// <summary>An agent as answered. What was not set is absent; write-only members never come back.</summary>
public sealed record AgentResource
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    /// <summary><c>agent</c>, <c>service</c>, <c>component</c>, <c>system</c> or <c>provider</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Names only.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>Present when a capability was registered as an object.</summary>
    public IReadOnlyList<AgentCapability>? CapabilityDetails { get; init; }

    /// <summary><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c>, <c>maintenance</c>, <c>unreachable</c> or <c>unknown</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>discovered</c>, <c>registered</c>, <c>active</c>, <c>inactive</c> or <c>error</c>.</summary>
    public required string Lifecycle { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>An object.</summary>
    public required JsonElement Metadata { get; init; }

    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When it last changed; a heartbeat alone changes nothing.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The last sign of life: a heartbeat, or another command of its owner.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Grows with every change of what is registered and of the health; part of the ETag.</summary>
    public required long Revision { get; init; }

    /// <summary>Absolute URL or connection string, secrets as <c>***</c>.</summary>
    public string? Endpoint { get; init; }

    public string? Host { get; init; }

    public int? Port { get; init; }

    public string? Version { get; init; }

    public string? Description { get; init; }

    public string? Environment { get; init; }

    /// <summary>Seconds.</summary>
    public double? TtlSeconds { get; init; }

    public AgentHealthCheck? HealthCheck { get; init; }

    public JsonElement? Priority { get; init; }

    public int? PriorityGroup { get; init; }

    public string? Strategy { get; init; }

    public string? Handler { get; init; }

    public AgentCircuitBreaker? CircuitBreaker { get; init; }

    public AgentHooks? Hooks { get; init; }

    public string? Path { get; init; }

    public string? ModuleName { get; init; }

    public string? LastModified { get; init; }

    public string? SystemType { get; init; }

    /// <summary>Absent while it is in service.</summary>
    public AgentMaintenance? Maintenance { get; init; }

    /// <summary>Absent while no call was reported as failed and it is closed.</summary>
    public AgentCircuit? Circuit { get; init; }

    /// <summary>Name of the key that registered it.</summary>
    public string? Owner { get; init; }

    /// <summary>With <c>include=usage</c>.</summary>
    public AgentUsage? Usage { get; init; }

    /// <summary>With <c>include=dependencies</c>: ids of what it depends on.</summary>
    public IReadOnlyList<string>? Dependencies { get; init; }

    /// <summary>With <c>include=dependents</c>: ids of what depends on it.</summary>
    public IReadOnlyList<string>? Dependents { get; init; }

    /// <summary>With <c>include=errors</c>: the last 50, oldest first.</summary>
    public IReadOnlyList<ErrorEntry>? Errors { get; init; }

    /// <summary>After an activation with <c>cascade=true</c>: every agent that it activated, in order.</summary>
    public IReadOnlyList<string>? Activated { get; init; }

    /// <summary>After a deactivation with <c>cascade=true</c>: every agent that it deactivated, in order.</summary>
    public IReadOnlyList<string>? Deactivated { get; init; }
}
