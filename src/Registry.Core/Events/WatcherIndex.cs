namespace Registry.Core.Events;

/// <summary>Finds the watchers that an event concerns without asking the others. Guarded by whoever has it.</summary>
internal sealed class WatcherIndex
{
    private readonly Dictionary<string, HashSet<EventWatcher>> _byAgent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<EventWatcher>> _byPattern = new(StringComparer.Ordinal);

    public bool IsEmpty => _byAgent.Count == 0 && _byPattern.Count == 0;

    public void Add(EventWatcher watcher)
    {
        foreach (var (index, key) in Places(watcher.Filter))
        {
            if (!index.TryGetValue(key, out var watchers))
            {
                index.Add(key, watchers = []);
            }

            watchers.Add(watcher);
        }
    }

    public void Remove(EventWatcher watcher)
    {
        foreach (var (index, key) in Places(watcher.Filter))
        {
            if (index.TryGetValue(key, out var watchers) && watchers.Remove(watcher) && watchers.Count == 0)
            {
                index.Remove(key);
            }
        }
    }

    /// <summary>Takes out those that want the event.</summary>
    public List<EventWatcher> Take(RegistryEvent happened)
    {
        var taken = new List<EventWatcher>();
        if (happened.Entry is not null)
        {
            return taken;
        }

        if (_byAgent.TryGetValue(happened.AgentId, out var ofAgent))
        {
            taken.AddRange(ofAgent.Where(watcher => watcher.Filter.Matches(happened)));
        }

        if (_byPattern.Count > 0)
        {
            foreach (var pattern in EventTypes.PatternsOf(happened.Type))
            {
                taken.AddRange(_byPattern.GetValueOrDefault(pattern) ?? []);
            }
        }

        taken.ForEach(Remove);
        return taken;
    }

    public List<EventWatcher> TakeAll()
    {
        var taken = _byAgent.Values.Concat(_byPattern.Values).SelectMany(static watchers => watchers).Distinct().ToList();
        _byAgent.Clear();
        _byPattern.Clear();
        return taken;
    }

    private IEnumerable<(Dictionary<string, HashSet<EventWatcher>> Index, string Key)> Places(EventFilter filter)
    {
        if (filter.AgentId is { } id)
        {
            return [(_byAgent, id)];
        }

        return filter.Types.Count == 0 ? [(_byPattern, EventTypes.Any)] : filter.Types.Select(pattern => (_byPattern, pattern));
    }
}
