using Registry.Core.Agents;
using Registry.Core.Health.Probing;

namespace Registry.Core.Health;

/// <summary>An agent's health, each source by itself. Times are Unix milliseconds of storage time.</summary>
/// <param name="Agent">With the one status that follows.</param>
/// <param name="LastSeen">Its last sign of life.</param>
/// <param name="LapsesAt">When it is marked unreachable without another one, outages left aside; null: never.</param>
/// <param name="ExpiresAt">When its registration ends without another one, outages left aside; null: never.</param>
/// <param name="Probe">How its probes went; null before the first, and without a check.</param>
/// <param name="AgeMs">How old the state behind the answer is.</param>
public sealed record AgentHealth(Agent Agent, long LastSeen, long? LapsesAt, long? ExpiresAt, ProbeRecord? Probe, long AgeMs)
{
    /// <summary>How what it depends on is; null: it depends on nothing, or storage does not say now.</summary>
    public DependencyReport? Dependencies { get; init; }
}
