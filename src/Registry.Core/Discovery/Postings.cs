namespace Registry.Core.Discovery;

/// <summary>The slots of each value of one index. A value that no agent has any more is gone.</summary>
internal sealed class Postings(StringComparer comparer)
{
    private readonly Dictionary<string, SlotSet> _slots = new(comparer);

    /// <summary>How many values there are.</summary>
    public int Count => _slots.Count;

    public SlotSet? Find(string value) => _slots.GetValueOrDefault(value);

    public void Add(string value, int slot)
    {
        if (!_slots.TryGetValue(value, out var slots))
        {
            slots = new SlotSet();
            _slots.Add(value, slots);
        }

        slots.Add(slot);
    }

    public void Remove(string value, int slot)
    {
        if (_slots.TryGetValue(value, out var slots) && slots.Remove(slot) && slots.IsEmpty)
        {
            _slots.Remove(value);
        }
    }

    /// <summary>Moves a slot from one value to another; null is no value.</summary>
    public void Move(string? before, string? after, int slot)
    {
        if (before is not null && after is not null && _slots.Comparer.Equals(before, after))
        {
            return;
        }

        if (before is not null)
        {
            Remove(before, slot);
        }

        if (after is not null)
        {
            Add(after, slot);
        }
    }

    /// <summary>Adds the number of agents of each value to what is there already, so that several shards can be summed.</summary>
    public void AddCountsTo(Dictionary<string, int> counts)
    {
        foreach (var (value, slots) in _slots)
        {
            counts[value] = counts.GetValueOrDefault(value) + slots.Count;
        }
    }
}
