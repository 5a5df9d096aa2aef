namespace Registry.Core.Events;

/// <summary>The newest events of one partition, without a gap. Guarded by whoever has it.</summary>
internal sealed class EventRing
{
    /// <summary>As many as the trim leaves however old they are, so that what is here is never expired.</summary>
    public const int Capacity = 1000;

    private const int FirstCapacity = 16;

    private RegistryEvent[] _events = new RegistryEvent[FirstCapacity];
    private int _count;

    /// <summary>Number of the newest change, whether it is kept or not.</summary>
    public long Head { get; private set; }

    /// <summary>Number of the oldest kept; one after the head when none is.</summary>
    public long First => Head - _count + 1;

    public void Add(RegistryEvent happened)
    {
        if (happened.Seq != Head + 1)
        {
            Reset(happened.Seq - 1);
        }

        if (_count == _events.Length && _count < Capacity)
        {
            Grow();
        }

        Head = happened.Seq;
        _count = Math.Min(_count + 1, _events.Length);
        _events[Slot(Head)] = happened;
    }

    /// <summary>Starts over: nothing is known of what led to this change.</summary>
    public void Reset(long head)
    {
        Array.Clear(_events);
        _count = 0;
        Head = head;
    }

    /// <summary>At most so many after a change. Null: they are not, or not all, kept here, or the change has not happened.</summary>
    public RegistryEvent[]? Read(long after, int most)
    {
        if (after > Head || after + 1 < First)
        {
            return null;
        }

        var found = new RegistryEvent[(int)Math.Min(Head - after, most)];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = _events[Slot(after + 1 + i)];
        }

        return found;
    }

    private void Grow()
    {
        var larger = new RegistryEvent[Math.Min(Capacity, 2 * _events.Length)];
        for (var seq = First; seq <= Head; seq++)
        {
            larger[(int)(seq % larger.Length)] = _events[Slot(seq)];
        }

        _events = larger;
    }

    private int Slot(long seq) => (int)(seq % _events.Length);
}
