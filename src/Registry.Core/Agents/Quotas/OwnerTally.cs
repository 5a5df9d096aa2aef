namespace Registry.Core.Agents.Quotas;

/// <summary>
/// How many agents each owner has, over all shards of this process, and how many more are being registered. A registration that is being committed
/// counts from its decision on, so that two shards can't give away the same last place; when its change takes effect, it counts once.
/// </summary>
internal sealed class OwnerTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _owners = new(StringComparer.Ordinal);

    /// <summary>Registered, as this process knows it.</summary>
    public int Count(string owner)
    {
        lock (_gate)
        {
            return _owners.TryGetValue(owner, out var entry) ? entry.Agents : 0;
        }
    }

    /// <summary>A change took effect.</summary>
    /// <param name="before">Owner before it; null for none.</param>
    /// <param name="after">Owner after it; null for none.</param>
    /// <param name="mutationId">Of the change: what was reserved for it is not any more.</param>
    public void Changed(string? before, string? after, string? mutationId)
    {
        if (string.Equals(before, after, StringComparison.Ordinal))
        {
            return;
        }

        lock (_gate)
        {
            if (before is not null && _owners.TryGetValue(before, out var entry))
            {
                entry.Agents--;
                Forget(before, entry);
            }

            if (after is not null)
            {
                entry = Of(after);
                entry.Agents++;
                if (mutationId is not null)
                {
                    entry.Reserved.Remove(mutationId);
                }
            }
        }
    }

    /// <summary>Keeps a place for a registration; true also when it has one already.</summary>
    public bool TryReserve(string owner, int max, string mutationId)
    {
        lock (_gate)
        {
            var entry = Of(owner);
            if (entry.Reserved.Contains(mutationId))
            {
                return true;
            }

            var free = entry.Agents + entry.Reserved.Count < max;
            if (free)
            {
                entry.Reserved.Add(mutationId);
            }
            else
            {
                Forget(owner, entry);
            }

            return free;
        }
    }

    public void Release(string owner, string mutationId)
    {
        lock (_gate)
        {
            if (_owners.TryGetValue(owner, out var entry))
            {
                entry.Reserved.Remove(mutationId);
                Forget(owner, entry);
            }
        }
    }

    private Entry Of(string owner)
    {
        if (!_owners.TryGetValue(owner, out var entry))
        {
            _owners.Add(owner, entry = new Entry());
        }

        return entry;
    }

    private void Forget(string owner, Entry entry)
    {
        if (entry.Agents <= 0 && entry.Reserved.Count == 0)
        {
            _owners.Remove(owner);
        }
    }

    private sealed class Entry
    {
        public int Agents { get; set; }

        /// <summary>Mutation ids of registrations that were decided and are not known to be committed.</summary>
        public HashSet<string> Reserved { get; } = new(StringComparer.Ordinal);
    }
}
