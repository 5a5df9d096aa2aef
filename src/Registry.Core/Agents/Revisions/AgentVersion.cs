using Registry.Core.Sharding;

namespace Registry.Core.Agents.Revisions;

/// <summary>What an agent was registered as, from one change of its owner's to the next.</summary>
/// <param name="Revision">Sequence number of the change that made it: what its answer had as ETag.</param>
/// <param name="Time">Of that change, Unix milliseconds, storage time.</param>
/// <param name="Actor">Name of the key that made it; null when no key was needed.</param>
/// <param name="Type">Type of that change.</param>
/// <param name="Agent">As it is now, or was last before it was replaced.</param>
public sealed record AgentVersion(long Revision, long Time, string? Actor, string Type, Agent Agent)
{
    internal static AgentVersion Of(Agent agent) => new(agent.VersionSeq, agent.VersionAt, agent.VersionBy, TypeOf(agent), agent);

    internal static string TypeOf(Agent agent) => agent.VersionSeq == agent.Epoch ? ChangeTypes.Registered : ChangeTypes.Updated;
}
