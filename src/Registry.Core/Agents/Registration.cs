using Registry.Core.Health;

namespace Registry.Core.Agents;

/// <summary>What an agent's owner registers: checked, secrets in the endpoint redacted, defaults of its kind filled in.</summary>
public sealed record Registration
{
    public required string Name { get; init; }

    /// <summary>Free text, compared without case.</summary>
    public required string Type { get; init; }

    public AgentKind Kind { get; init; }

    /// <summary>Absolute URL or connection string, secrets replaced by <c>***</c>.</summary>
    public string? Endpoint { get; init; }

    public string? Host { get; init; }

    /// <summary>1 … 65,535; 0 where there is none.</summary>
    public int Port { get; init; }

    public string? Version { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Environment { get; init; }

    /// <summary>A JSON object.</summary>
    public RawJson Metadata { get; init; } = RawJson.EmptyObject;

    /// <summary>What the registration says of its health; the kind's first status where it is silent.</summary>
    public HealthStatus Status { get; init; }

    /// <summary>The lifecycle it asks to start in; null where it is silent (the kind's first lifecycle).</summary>
    public Lifecycle? Lifecycle { get; init; }

    /// <summary>Milliseconds without a sign of life until the registration expires; null: it never does.</summary>
    public long? TtlMs { get; init; }

    public HealthCheck? HealthCheck { get; init; }

    /// <summary>0 critical … 9 fallback; default 2 (normal).</summary>
    public int Priority { get; init; } = 2;

    public int PriorityGroup { get; init; }

    public ResolutionStrategy Strategy { get; init; }

    /// <summary>The handler it serves; null or <c>*</c> for all.</summary>
    public string? Handler { get; init; }

    public CircuitBreakerOptions? CircuitBreaker { get; init; }

    public LifecycleHooks? Hooks { get; init; }

    public string? Path { get; init; }

    public string? ModuleName { get; init; }

    /// <summary>As given: RFC 3339, or null.</summary>
    public string? LastModified { get; init; }

    public string? SystemType { get; init; }
}
