using Registry.Core.Agents;

namespace Registry.Core.Discovery.CustomIndexes;

/// <summary>The custom indexes of one shard. Under its gate.</summary>
internal sealed class CustomIndexSet
{
    private readonly List<CustomIndex> _indexes = [];

    public SlotSet? Find(IndexFilter filter)
    {
        foreach (var index in _indexes)
        {
            if (index.Definition.Name == filter.Name)
            {
                return index.IsBuilt ? index.Find(filter.Value) : null;
            }
        }

        return null;
    }

    public void Replace(Registration? before, Registration? after, int slot)
    {
        foreach (var index in _indexes)
        {
            index.Replace(before, after, slot);
        }
    }

    /// <summary>Makes these the indexes, and builds on by some slots. True once all of them are built.</summary>
    public bool Build(IReadOnlyList<IndexDefinition> definitions, ReadOnlySpan<Agent?> bySlot, int slots)
    {
        _indexes.RemoveAll(index => !definitions.Contains(index.Definition));
        foreach (var definition in definitions)
        {
            if (!_indexes.Exists(index => index.Definition == definition))
            {
                _indexes.Add(new CustomIndex(definition));
            }
        }

        foreach (var index in _indexes)
        {
            if (!index.Build(bySlot, slots))
            {
                return false;
            }
        }

        return true;
    }
}
