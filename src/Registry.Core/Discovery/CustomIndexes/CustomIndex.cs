using Registry.Core.Agents;

namespace Registry.Core.Discovery.CustomIndexes;

/// <summary>
/// One custom index of one shard. It is built slot by slot, a piece at a time: changes of slots before <see cref="_next"/> are taken in as they
/// happen, those behind are met when the building gets there. Under the shard's gate, as every index.
/// </summary>
internal sealed class CustomIndex(IndexDefinition definition)
{
    private readonly Postings _postings = new(StringComparer.Ordinal);
    private int _next;

    public IndexDefinition Definition { get; } = definition;

    public bool IsBuilt => _next == int.MaxValue;

    public SlotSet? Find(string value) => _postings.Find(value);

    public void Replace(Registration? before, Registration? after, int slot)
    {
        if (slot < _next)
        {
            IndexedList.Replace(_postings, IndexValues.Of(before, Definition), IndexValues.Of(after, Definition), static value => value, slot);
        }
    }

    /// <summary>Takes in the agents of some more slots. True once there are no more.</summary>
    public bool Build(ReadOnlySpan<Agent?> bySlot, int slots)
    {
        if (IsBuilt)
        {
            return true;
        }

        var end = Math.Min(bySlot.Length, _next + slots);
        for (; _next < end; _next++)
        {
            foreach (var value in IndexValues.Of(bySlot[_next]?.Registration, Definition))
            {
                _postings.Add(value, _next);
            }
        }

        _next = _next == bySlot.Length ? int.MaxValue : _next;
        return IsBuilt;
    }
}
