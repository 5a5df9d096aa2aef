using Registry.Core.Agents;
using Registry.Core.Discovery;

namespace Registry.Core.Tests.Discovery;

/// <summary>A shard of agents in memory: the smallest free slot for each, as the real one has it.</summary>
internal sealed class MemoryShard : IAgentSource
{
    private readonly SortedSet<int> _free = [];
    private int _next;

    public AgentIndex Index { get; } = new();

    public Dictionary<string, Agent> Agents { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> LastSeenReads { get; } = new(StringComparer.Ordinal);

    public Agent Put(Agent agent)
    {
        var before = Agents.GetValueOrDefault(agent.Id);
        var after = agent with { Slot = before?.Slot ?? TakeSlot() };
        Index.Replace(before, after);
        Agents[agent.Id] = after;
        return after;
    }

    public void Remove(string id)
    {
        if (Agents.Remove(id, out var agent))
        {
            Index.Replace(agent, null);
            _free.Add(agent.Slot);
        }
    }

    public void Collect(DiscoveryQuery query, List<Agent> into) => Index.Collect(query, into);

    public long LastSeen(Agent agent)
    {
        LastSeenReads[agent.Id] = LastSeenReads.GetValueOrDefault(agent.Id) + 1;
        return agent.Seen;
    }

    private int TakeSlot()
    {
        if (_free.Count == 0)
        {
            return _next++;
        }

        var slot = _free.Min;
        _free.Remove(slot);
        return slot;
    }
}
