namespace Registry.Core.Health.Probing;

/// <summary>How the agents of a shard were probed last, by anybody: the pages as this process knows them.</summary>
internal sealed class ProbeVectors
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, ProbePage> _pages = [];

    /// <summary>How the owner of a slot was probed; null when it never was.</summary>
    public ProbeRecord? Find(int slot, long epoch)
    {
        var (page, index) = Math.DivRem(slot, ProbePage.Slots);
        lock (_gate)
        {
            return _pages.TryGetValue(page, out var known) ? known[index].For(epoch) : null;
        }
    }

    /// <summary>Notes a probe of the slot's owner.</summary>
    public void Put(int slot, long epoch, ProbeRecord record)
    {
        var (page, index) = Math.DivRem(slot, ProbePage.Slots);
        lock (_gate)
        {
            Page(page).Put(index, ProbeEntry.Pack(record.CheckedAt, epoch, record), epoch);
        }
    }

    /// <summary>The pages whose newest entries storage lacks.</summary>
    public List<ProbeWrite> TakeDirty(int limit)
    {
        lock (_gate)
        {
            return _pages.Values.Where(page => page.IsDirty).Take(limit).Select(Write).ToList();
        }
    }

    public void Flushed(ProbeWrite write, string etag)
    {
        lock (_gate)
        {
            Page(write.Page).Flushed(etag, write.Version);
        }
    }

    /// <summary>The ETag that is known of a page; "" for none.</summary>
    public string ETagOf(int page)
    {
        lock (_gate)
        {
            return _pages.TryGetValue(page, out var known) ? known.ETag : "";
        }
    }

    /// <param name="page">Which.</param>
    /// <param name="row">As read; null when there is none.</param>
    /// <param name="owner">Epoch of the owner of a slot, 0 for none.</param>
    public void Merge(int page, Storage.TableEntity? row, Func<int, long> owner)
    {
        lock (_gate)
        {
            Page(page).Merge(row, owner);
        }
    }

    private static ProbeWrite Write(ProbePage page)
    {
        var (operation, version) = page.Write();
        return new ProbeWrite(page.Number, version, operation);
    }

    private ProbePage Page(int number)
    {
        if (!_pages.TryGetValue(number, out var page))
        {
            _pages.Add(number, page = new ProbePage(number));
        }

        return page;
    }
}
