namespace Registry.Contracts.Health;

/// <summary>What the agent depends on, at any depth, by what <c>require_dependencies</c> of <c>/resolve</c> asks for.</summary>
public sealed record DependencyCheck
{
    /// <summary><c>ok</c>, <c>warn</c> where something is degraded, <c>fail</c> where something can't be used, <c>skipped</c> where there is nothing.</summary>
    public required string Status { get; init; }

    /// <summary>Ids of what can't be used: missing, not active, unhealthy, unreachable, in maintenance or with an open circuit. At most 20.</summary>
    public IReadOnlyList<string>? Down { get; init; }
}
