namespace Registry.Core.Agents;

/// <summary>Which slots of a shard's vectors are free. The smallest is given first, so that pages stay few and full.</summary>
internal sealed class SlotTable
{
    private readonly SortedSet<int> _free = [];
    private readonly List<Agent?> _owners = [];

    /// <summary>The owner of a slot, or null.</summary>
    public Agent? Owner(int slot) => slot < _owners.Count ? _owners[slot] : null;

    /// <summary>All owners, by slot.</summary>
    public List<Agent> Owners() => _owners.OfType<Agent>().ToList();

    /// <summary>The epoch of each slot's owner, 0 for none.</summary>
    public long[] Epochs() => _owners.ConvertAll(owner => owner?.Epoch ?? 0).ToArray();

    /// <summary>The smallest free slot that <paramref name="taken"/> does not hold.</summary>
    public int Smallest(HashSet<int> taken)
    {
        foreach (var slot in _free)
        {
            if (!taken.Contains(slot))
            {
                return slot;
            }
        }

        var next = _owners.Count;
        while (taken.Contains(next))
        {
            next++;
        }

        return next;
    }

    public void Take(int slot, Agent owner)
    {
        while (_owners.Count <= slot)
        {
            _free.Add(_owners.Count);
            _owners.Add(null);
        }

        _free.Remove(slot);
        _owners[slot] = owner;
    }

    public void Free(int slot)
    {
        _owners[slot] = null;
        _free.Add(slot);
    }

    public void Clear()
    {
        _free.Clear();
        _owners.Clear();
    }
}
