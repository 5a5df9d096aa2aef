using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Health.Heartbeats;

/// <summary>Who of a shard was heard when: the pages of this process, and those of others as read last.</summary>
internal sealed class HeartbeatVectors(string process, RegistryOptions options)
{
    private readonly Lock _gate = new();
    private OwnPage?[] _own = [];
    private IReadOnlyList<ForeignPage> _foreign = [];

    /// <summary>Others' pages, as read last.</summary>
    public IReadOnlyList<ForeignPage> Foreign
    {
        get => Volatile.Read(ref _foreign);
        set => Volatile.Write(ref _foreign, value);
    }

    public string RowKey(int page) => RowKeys.Heartbeats(process, page);

    /// <summary>Notes a heartbeat. The caller holds the gate of the shard's memory, in which the slot has that owner now.</summary>
    public void Stamp(int slot, long epoch, long time) => Put(slot, HeartbeatEntry.Pack(time, epoch), epoch);

    /// <summary>When the owner of a slot was last heard, by anybody; 0 when nobody did.</summary>
    public long LastHeard(int slot, long epoch)
    {
        var (page, index) = Math.DivRem(slot, HeartbeatPage.Slots);
        var own = Volatile.Read(ref _own);
        var latest = page < own.Length && own[page] is { } mine ? TimeFor(Volatile.Read(ref mine.Entries[index]), epoch) : 0;
        foreach (var foreign in Foreign)
        {
            if (foreign.Page == page)
            {
                latest = Math.Max(latest, TimeFor(foreign.Entries[index], epoch));
            }
        }

        return latest;
    }

    /// <summary>The pages whose newest entries storage lacks, at most <paramref name="limit"/> of them.</summary>
    public List<PageSnapshot> TakeDirty(int limit)
    {
        var dirty = new List<PageSnapshot>();
        lock (_gate)
        {
            for (var page = 0; page < _own.Length && dirty.Count < limit; page++)
            {
                if (_own[page] is { IsDirty: true } own)
                {
                    var row = HeartbeatPage.ToRow(RowKey(page), own.Entries);
                    dirty.Add(new PageSnapshot(page, own, own.Version, Write(row, own.ETag)));
                }
            }
        }

        return dirty;
    }

    /// <summary>Storage has a snapshot.</summary>
    public void Flushed(PageSnapshot snapshot, string etag)
    {
        lock (_gate)
        {
            snapshot.Own.ETag = etag;
            snapshot.Own.FlushedVersion = snapshot.Version;
        }
    }

    /// <summary>Storage turned out to hold something else: it is merged in, and the page is to be written again.</summary>
    /// <param name="snapshot">The page.</param>
    /// <param name="row">What is there; null when nothing is.</param>
    /// <param name="owner">Epoch of the owner of a slot, 0 for none.</param>
    public void Merge(PageSnapshot snapshot, TableEntity? row, Func<int, long> owner)
    {
        var entries = row is null ? null : HeartbeatPage.FromRow(row);
        lock (_gate)
        {
            snapshot.Own.ETag = row?.ETag ?? "";
            snapshot.Own.Version++;
            for (var index = 0; entries is not null && index < HeartbeatPage.Slots; index++)
            {
                ref var entry = ref snapshot.Own.Entries[index];
                Volatile.Write(ref entry, HeartbeatEntry.Merge(entry, entries[index], owner((snapshot.Page * HeartbeatPage.Slots) + index)));
            }
        }
    }

    /// <summary>Takes over the entries of another's page that count. The caller holds the gate of the shard's memory.</summary>
    public void Adopt(ForeignPage foreign, Func<int, long> owner)
    {
        for (var index = 0; index < HeartbeatPage.Slots; index++)
        {
            var slot = (foreign.Page * HeartbeatPage.Slots) + index;
            if (foreign.Entries[index] is not 0 and var entry && owner(slot) is not 0 and var epoch && HeartbeatEntry.IsOf(entry, epoch))
            {
                Put(slot, entry, epoch);
            }
        }
    }

    private TableOperation Write(TableEntity row, string etag)
    {
        if (!options.Keeps(Safeguard.PageIfMatch))
        {
            return TableOperation.ReplaceUnconditionally(row);
        }

        return etag.Length == 0 ? TableOperation.Insert(row) : TableOperation.Replace(row, etag);
    }

    private void Put(int slot, ulong entry, long owner)
    {
        var (page, index) = Math.DivRem(slot, HeartbeatPage.Slots);
        lock (_gate)
        {
            if (page >= _own.Length)
            {
                Array.Resize(ref _own, page + 1);
            }

            var own = _own[page] ??= new OwnPage();
            var merged = HeartbeatEntry.Merge(own.Entries[index], entry, owner);
            if (merged != own.Entries[index])
            {
                Volatile.Write(ref own.Entries[index], merged);
                own.Version++;
            }
        }
    }

    private long TimeFor(ulong entry, long epoch) =>
        HeartbeatEntry.IsOf(entry, epoch) || !options.Keeps(Safeguard.EpochInEntry) ? HeartbeatEntry.Time(entry) : 0;
}
