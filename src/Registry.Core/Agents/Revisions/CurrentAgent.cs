using System.Diagnostics.CodeAnalysis;

namespace Registry.Core.Agents.Revisions;

/// <summary>An agent and its shard, or why there is none.</summary>
internal readonly record struct CurrentAgent(AgentShard? Shard, Agent? Agent, Refusal? Refusal)
{
    public bool Is([NotNullWhen(true)] out AgentShard? shard, [NotNullWhen(true)] out Agent? agent, [NotNullWhen(false)] out Refusal? refusal)
    {
        (shard, agent, refusal) = (Shard, Agent, Refusal);
        return refusal is null;
    }
}
