using System.Collections.Concurrent;
using System.Globalization;
using Registry.Core.Agents.Quotas;
using Registry.Core.Discovery;
using Registry.Core.Resolution.Providers;
using Registry.Core.Sharding;

namespace Registry.Core.Agents;

/// <summary>The agents of one shard, their slots, and the indexes over them.</summary>
/// <param name="owners">Counts who owns how many.</param>
/// <param name="providers">Hears of what is applied.</param>
/// <param name="join">Gives an agent what <c>graph</c> says of it; null: nothing.</param>
internal sealed class AgentState(OwnerTally owners, ProviderIndex providers, Func<Agent, Agent>? join = null) : IPartitionState<Agent, AgentOverlay>
{
    private readonly ConcurrentDictionary<string, Agent> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _rates = new(StringComparer.Ordinal);

    public SlotTable Slots { get; } = new();

    public AgentIndex Index { get; private set; } = new();

    public int Count => _agents.Count;

    /// <summary>May be called without the gate: agents are immutable.</summary>
    public Agent? Find(string id) => _agents.GetValueOrDefault(id);

    /// <summary>See <see cref="ChangeRate"/>.</summary>
    public long Rate(string id) => _rates.GetValueOrDefault(id);

    public AgentOverlay Overlay(long nextSeq) => new(this, nextSeq);

    public void Apply(Change<Agent> change)
    {
        var before = Find(change.EntityId);
        var after = Join(Keep(change.After, before));
        if (before is not null && (after is null || after.Slot != before.Slot))
        {
            Slots.Free(before.Slot);
        }

        if (after is null)
        {
            _agents.TryRemove(change.EntityId, out _);
            _rates.Remove(change.EntityId);
        }
        else
        {
            _agents[after.Id] = after;
            Slots.Take(after.Slot, after);
            if (change.Counted)
            {
                _rates[after.Id] = ChangeRate.After(Rate(after.Id), change.Time);
            }
        }

        Index.Replace(before, after);
        providers.Changed(before, after);
        owners.Changed(before?.Owner, after?.Owner, change.MutationId);
    }

    /// <summary>What <c>graph</c> says of an agent changed.</summary>
    public void Rejoin(string id)
    {
        if (Find(id) is { } before && Join(before) is { } after && !ReferenceEquals(before, after))
        {
            _agents[id] = after;
            Slots.Take(after.Slot, after);
            Index.Replace(before, after);
            providers.Changed(before, after);
        }
    }

    public void RejoinAll()
    {
        foreach (var agent in Slots.Owners())
        {
            Rejoin(agent.Id);
        }
    }

    public string? Reset(IEnumerable<Agent> entities)
    {
        foreach (var (_, agent) in _agents)
        {
            owners.Changed(agent.Owner, null, null);
        }

        _agents.Clear();
        _rates.Clear();
        Slots.Clear();
        Index = new AgentIndex();
        providers.Reset();
        foreach (var entity in entities)
        {
            var agent = Join(entity)!;
            if (Slots.Owner(agent.Slot) is { } other)
            {
                return string.Create(CultureInfo.InvariantCulture, $"agents '{other.Id}' and '{agent.Id}' both have slot {agent.Slot}");
            }

            _agents[agent.Id] = agent;
            Slots.Take(agent.Slot, agent);
            Index.Replace(null, agent);
            owners.Changed(null, agent.Owner, null);
        }

        return null;
    }

    /// <summary>A change that was read has no node; it has the one that was known of the same registration.</summary>
    private static Agent? Keep(Agent? after, Agent? before) =>
        after is { Node: null } && before?.MutationId == after.MutationId ? after with { Node = before.Node } : after;

    private Agent? Join(Agent? agent) => agent is null || join is null ? agent : join(agent);
}
