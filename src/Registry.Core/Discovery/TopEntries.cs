using System.Buffers;

namespace Registry.Core.Discovery;

/// <summary>
/// Keeps the first <c>limit</c> of the entries it is given: a heap whose root is the last of them, so most entries of a long list cost one comparison.
/// Nothing is a heap until there are more entries than fit. Dispose gives the buffer back.
/// </summary>
internal sealed class TopEntries(int limit, SortOrder order) : IDisposable
{
    private readonly SortEntry[] _entries = ArrayPool<SortEntry>.Shared.Rent(limit);
    private int _kept;

    /// <summary>How many it was given.</summary>
    public int Seen { get; private set; }

    public bool HasMore => Seen > _kept;

    public void Add(in SortEntry entry)
    {
        Seen++;
        if (_kept < limit)
        {
            _entries[_kept++] = entry;
            return;
        }

        if (Seen == limit + 1)
        {
            for (var i = (limit / 2) - 1; i >= 0; i--)
            {
                SiftDown(i);
            }
        }

        if (order.Compare(entry, _entries[0]) < 0)
        {
            _entries[0] = entry;
            SiftDown(0);
        }
    }

    /// <summary>The kept ones in order. Nothing can be added after it.</summary>
    public ReadOnlySpan<SortEntry> Sort()
    {
        var kept = _entries.AsSpan(0, _kept);
        kept.Sort(order);
        return kept;
    }

    public void Dispose()
    {
        _entries.AsSpan(0, _kept).Clear();
        ArrayPool<SortEntry>.Shared.Return(_entries);
    }

    private void SiftDown(int at)
    {
        var entry = _entries[at];
        for (var child = (2 * at) + 1; child < _kept; child = (2 * at) + 1)
        {
            if (child + 1 < _kept && order.Compare(_entries[child + 1], _entries[child]) > 0)
            {
                child++;
            }

            if (order.Compare(entry, _entries[child]) >= 0)
            {
                break;
            }

            _entries[at] = _entries[child];
            at = child;
        }

        _entries[at] = entry;
    }
}
