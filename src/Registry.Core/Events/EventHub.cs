namespace Registry.Core.Events;

/// <summary>
/// The newest events of every partition, and who waits for more. Partitions tell it what they apply, under their gate and in order;
/// its own lock is the innermost of all.
/// </summary>
internal sealed class EventHub
{
    private readonly Lock _gate = new();
    private readonly List<EventRing> _rings = [];
    private readonly WatcherIndex _watchers = new();

    /// <summary>A place for one more partition's events: its number.</summary>
    public int Add()
    {
        lock (_gate)
        {
            _rings.Add(new EventRing());
            return _rings.Count - 1;
        }
    }

    public void Applied(int number, RegistryEvent happened)
    {
        List<EventWatcher>? woken = null;
        lock (_gate)
        {
            if (!_watchers.IsEmpty)
            {
                woken = End(_watchers.Take(happened));
            }

            _rings[number].Add(happened);
        }

        woken?.ForEach(static watcher => watcher.Signal(WatchEnd.Happened));
    }

    /// <summary>A partition was loaded anew: changes may have been skipped, and every watcher looks for itself.</summary>
    public void Loaded(int number, long head)
    {
        List<EventWatcher> woken;
        lock (_gate)
        {
            woken = End(_watchers.TakeAll());
            _rings[number].Reset(head);
        }

        woken.ForEach(static watcher => watcher.Signal(WatchEnd.Happened));
    }

    public FeedSlice Read(int number, long after, int most)
    {
        lock (_gate)
        {
            var ring = _rings[number];
            return new FeedSlice(ring.Read(after, most), ring.First, ring.Head);
        }
    }

    public long[] Heads()
    {
        lock (_gate)
        {
            return HeadsUnderLock();
        }
    }

    /// <summary>Watches for what happens after <paramref name="position"/>; null where something happened after it already.</summary>
    public EventWatcher? TryWatch(EventFilter filter, long[] position)
    {
        lock (_gate)
        {
            if (!HeadsUnderLock().AsSpan().SequenceEqual(position))
            {
                return null;
            }

            var watcher = new EventWatcher(filter);
            _watchers.Add(watcher);
            return watcher;
        }
    }

    /// <summary>Ends a watch. Returns up to where nothing happened that it wants.</summary>
    public long[] Leave(EventWatcher watcher)
    {
        lock (_gate)
        {
            if (watcher.Checked is null)
            {
                _watchers.Remove(watcher);
                watcher.Checked = HeadsUnderLock();
            }

            return watcher.Checked;
        }
    }

    private List<EventWatcher> End(List<EventWatcher> watchers)
    {
        if (watchers.Count > 0)
        {
            // One array for all of them: nobody writes into it.
            var heads = HeadsUnderLock();
            watchers.ForEach(watcher => watcher.Checked = heads);
        }

        return watchers;
    }

    private long[] HeadsUnderLock()
    {
        var heads = new long[_rings.Count];
        for (var i = 0; i < heads.Length; i++)
        {
            heads[i] = _rings[i].Head;
        }

        return heads;
    }
}
