using Registry.Core.Agents;

namespace Registry.Core.Discovery;

/// <summary>One shard, as discovery sees it.</summary>
public interface IAgentSource
{
    /// <summary>Adds what <see cref="AgentIndex.Collect"/> finds, under the shard's lock. The agents are immutable, so all else happens outside it.</summary>
    void Collect(DiscoveryQuery query, List<Agent> into);

    /// <summary>When the agent was last seen, Unix milliseconds of storage time. Called outside the shard's lock, once per agent at most.</summary>
    long LastSeen(Agent agent);
}
