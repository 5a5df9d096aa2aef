using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Usage;

/// <summary>How often the agents of a shard were used: as this process counted, and as others did as far as was read.</summary>
internal sealed class UsageVectors(string process)
{
    private readonly Lock _gate = new();
    private OwnUsagePage?[] _own = [];
    private IReadOnlyList<ForeignUsagePage> _foreign = [];

    public IReadOnlyList<ForeignUsagePage> Foreign
    {
        get => Volatile.Read(ref _foreign);
        set => Volatile.Write(ref _foreign, value);
    }

    public string RowKey(OwnUsagePage page) => RowKeys.Usage(process, page.Number);

    public void Accessed(int slot, long epoch, long now)
    {
        var (page, index) = Math.DivRem(slot, UsagePage.Slots);
        var own = Volatile.Read(ref _own);
        ((page < own.Length ? own[page] : null) ?? Add(page)).Accessed(index, epoch, now);
    }

    public AgentUse Of(int slot, long epoch)
    {
        var (page, index) = Math.DivRem(slot, UsagePage.Slots);
        var own = Volatile.Read(ref _own);
        var use = page < own.Length && own[page] is { } mine ? mine.Of(index, epoch) : default;
        foreach (var foreign in Foreign)
        {
            if (foreign.Page == page && UsagePage.Read(foreign.Content, index) is var (theirs, counted) && theirs == epoch)
            {
                use = use.Plus(counted);
            }
        }

        return use;
    }

    /// <summary>The pages that were used since they were last written, at most so many.</summary>
    /// <param name="limit">How many.</param>
    /// <param name="owner">Epoch of the owner of a slot, 0 for none.</param>
    public List<UsageWrite> TakeDirty(int limit, Func<int, long> owner)
    {
        var writes = new List<UsageWrite>();
        foreach (var page in Own().Where(page => page.IsDirty).Take(limit))
        {
            var content = page.Take(index => owner((page.Number * UsagePage.Slots) + index));
            var row = UsagePage.ToRow(RowKey(page), content);
            writes.Add(new UsageWrite(page, content, page.ETag.Length == 0 ? TableOperation.Insert(row) : TableOperation.Replace(row, page.ETag)));
        }

        return writes;
    }

    public List<OwnUsagePage> Own() => [.. Volatile.Read(ref _own).OfType<OwnUsagePage>()];

    private OwnUsagePage Add(int page)
    {
        lock (_gate)
        {
            if (page >= _own.Length)
            {
                var longer = new OwnUsagePage?[page + 1];
                _own.CopyTo(longer, 0);
                Volatile.Write(ref _own, longer);
            }

            var added = _own[page] ?? new OwnUsagePage(page);
            Volatile.Write(ref _own[page], added);
            return added;
        }
    }
}
