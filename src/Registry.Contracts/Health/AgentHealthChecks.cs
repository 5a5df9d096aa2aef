namespace Registry.Contracts.Health;

/// <summary>The sources of a status. Each <c>status</c> is <c>ok</c>, <c>warn</c>, <c>fail</c> or <c>skipped</c>.</summary>
public sealed record AgentHealthChecks
{
    public required HeartbeatCheck Heartbeat { get; init; }

    public required ProbeCheck Probe { get; init; }

    public required CircuitCheck Circuit { get; init; }

    public required DependencyCheck Dependencies { get; init; }

    public required TrustCheck Trust { get; init; }
}
