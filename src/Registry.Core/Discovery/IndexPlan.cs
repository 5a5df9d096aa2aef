using System.Numerics;
using System.Runtime.InteropServices;
using Registry.Core.Agents;

namespace Registry.Core.Discovery;

/// <summary>What one query asks of one index: sets that a slot must all be in, and groups of sets of which it must be in one. Reused, so that it costs nothing.</summary>
internal sealed class IndexPlan
{
    private readonly List<SlotSet> _all = [];
    private readonly List<List<SlotSet>> _groups = [];
    private readonly Stack<List<SlotSet>> _spare = new();

    /// <summary>False when nothing can match.</summary>
    public bool And(SlotSet? slots)
    {
        if (slots is null or { IsEmpty: true })
        {
            return false;
        }

        _all.Add(slots);
        return true;
    }

    /// <summary>False when nothing can match.</summary>
    public bool AndOneOf<T>(IReadOnlyList<T> values, AgentIndex index, Func<AgentIndex, T, SlotSet?> find)
    {
        var group = _spare.TryPop(out var spare) ? spare : [];
        for (var i = 0; i < values.Count; i++)
        {
            if (find(index, values[i]) is { IsEmpty: false } slots)
            {
                group.Add(slots);
            }
        }

        if (group.Count > 1)
        {
            _groups.Add(group);
            return true;
        }

        var possible = group.Count == 1 && And(group[0]);
        group.Clear();
        _spare.Push(group);
        return possible;
    }

    public void Clear()
    {
        _all.Clear();
        foreach (var group in _groups)
        {
            group.Clear();
            _spare.Push(group);
        }

        _groups.Clear();
    }

    public void Run(ReadOnlySpan<Agent?> bySlot, List<Agent> into)
    {
        // The rarest first: it drives, and a slot that fails does so early.
        _all.Sort(static (left, right) => left.Count.CompareTo(right.Count));
        if (SmallestGroup() is { } group && (_all.Count == 0 || Sum(group) < _all[0].Count))
        {
            WalkGroup(group, bySlot, into);
        }
        else if (_all.TrueForAll(static slots => slots.IsBitmap))
        {
            WalkWords(bySlot, into);
        }
        else
        {
            foreach (var slot in _all[0])
            {
                if (InAll(slot, 1) && InGroups(slot, null))
                {
                    into.Add(bySlot[slot]!);
                }
            }
        }
    }

    private void WalkWords(ReadOnlySpan<Agent?> bySlot, List<Agent> into)
    {
        var length = _all.Min(static slots => slots.Words.Length);
        for (var index = 0; index < length; index++)
        {
            var word = ulong.MaxValue;
            foreach (var slots in CollectionsMarshal.AsSpan(_all))
            {
                word &= slots.Words[index];
            }

            for (; word != 0; word &= word - 1)
            {
                var slot = (index << 6) | BitOperations.TrailingZeroCount(word);
                if (InGroups(slot, null))
                {
                    into.Add(bySlot[slot]!);
                }
            }
        }
    }

    private void WalkGroup(List<SlotSet> group, ReadOnlySpan<Agent?> bySlot, List<Agent> into)
    {
        for (var i = 0; i < group.Count; i++)
        {
            foreach (var slot in group[i])
            {
                // An agent with two of the values is taken with the first.
                if (!InAny(CollectionsMarshal.AsSpan(group)[..i], slot) && InAll(slot, 0) && InGroups(slot, group))
                {
                    into.Add(bySlot[slot]!);
                }
            }
        }
    }

    private List<SlotSet>? SmallestGroup()
    {
        List<SlotSet>? smallest = null;
        foreach (var group in _groups)
        {
            if (smallest is null || Sum(group) < Sum(smallest))
            {
                smallest = group;
            }
        }

        return smallest;
    }

    private bool InAll(int slot, int from)
    {
        foreach (var slots in CollectionsMarshal.AsSpan(_all)[from..])
        {
            if (!slots.Contains(slot))
            {
                return false;
            }
        }

        return true;
    }

    private bool InGroups(int slot, List<SlotSet>? except)
    {
        foreach (var group in CollectionsMarshal.AsSpan(_groups))
        {
            if (!ReferenceEquals(group, except) && !InAny(CollectionsMarshal.AsSpan(group), slot))
            {
                return false;
            }
        }

        return true;
    }

    private static bool InAny(ReadOnlySpan<SlotSet> group, int slot)
    {
        foreach (var slots in group)
        {
            if (slots.Contains(slot))
            {
                return true;
            }
        }

        return false;
    }

    private static int Sum(List<SlotSet> group)
    {
        var sum = 0;
        foreach (var slots in group)
        {
            sum += slots.Count;
        }

        return sum;
    }
}
