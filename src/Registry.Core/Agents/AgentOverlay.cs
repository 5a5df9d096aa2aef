using Registry.Core.Sharding;

namespace Registry.Core.Agents;

/// <summary>A shard's agents with the changes of a group laid over.</summary>
internal sealed class AgentOverlay(AgentState state, long nextSeq) : IPartitionView<Agent>
{
    private readonly Dictionary<string, Agent?> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _rates = new(StringComparer.Ordinal);
    private readonly HashSet<int> _taken = [];
    private readonly SortedSet<int> _freed = [];

    public long NextSeq { get; private set; } = nextSeq;

    public Agent? Find(string id) => _changed.TryGetValue(id, out var agent) ? agent : state.Find(id);

    public int SmallestFreeSlot()
    {
        var slot = state.Slots.Smallest(_taken);
        return _freed.Count > 0 && _freed.Min < slot ? _freed.Min : slot;
    }

    public bool AllowsChange(string id, long now) => ChangeRate.Allows(Rate(id), now);

    public void Apply(Change<Agent> change)
    {
        var before = Find(change.EntityId);
        if (before is not null && before.Slot != change.After?.Slot)
        {
            _taken.Remove(before.Slot);
            _freed.Add(before.Slot);
        }

        if (change.After is { } after && after.Slot != before?.Slot)
        {
            _freed.Remove(after.Slot);
            _taken.Add(after.Slot);
        }

        if (change.Counted)
        {
            _rates[change.EntityId] = ChangeRate.After(Rate(change.EntityId), change.Time);
        }

        _changed[change.EntityId] = change.After;
        NextSeq = change.Seq + 1;
    }

    private long Rate(string id) => _rates.TryGetValue(id, out var rate) ? rate : state.Rate(id);
}
