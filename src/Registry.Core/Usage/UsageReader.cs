using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Usage;

/// <summary>
/// Reads what other processes counted: lists the pages, then reads those that changed. A fold moves counts from one row to another: when a sum
/// changed, the rows are listed again, and if one is gone, everything is read again.
/// </summary>
internal sealed class UsageReader
{
    private const int Attempts = 5;

    private readonly PartitionContext _context;
    private readonly string _partition;
    private readonly UsageVectors _vectors;
    private readonly UsageFlush _flush;
    private readonly Coalescer<bool> _reads;
    private readonly string _ownPrefix;
    private long? _readAt;

    public UsageReader(PartitionContext context, string partition, UsageVectors vectors, UsageFlush flush)
    {
        _context = context;
        _partition = partition;
        _vectors = vectors;
        _flush = flush;
        _ownPrefix = RowKeys.UsagePrefix + context.Process;
        _reads = new Coalescer<bool>(ReadOnceAsync);
    }

    /// <summary>Whether it is time to read again.</summary>
    public bool IsDue => _readAt is not { } at || _context.Time.GetElapsedTime(at) >= _context.Options.VectorRefresh;

    /// <summary>True once all that was durable before this call is known here.</summary>
    public Task<bool> ReadAsync() => _reads.JoinAsync();

    private async Task<bool> ReadOnceAsync()
    {
        var sentAt = _context.Time.GetTimestamp();
        var known = _vectors.Foreign.ToDictionary(page => page.RowKey, StringComparer.Ordinal);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var own = _vectors.Own().Where(page => page.ETag.Length > 0).ToList();
            if (await ListAsync() is not { } listed || !await TellGoneAsync(own, listed))
            {
                return false;
            }

            var foreign = listed.Where(row => !row.Key.StartsWith(_ownPrefix, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);

            // A listing of several pages is not of one moment: after a fold it may miss the folded page and show the sum as it was.
            if (known.Keys.Except(foreign.Keys, StringComparer.Ordinal).Any())
            {
                known.Clear();
                continue;
            }

            var (failed, pages, sumChanged) = await ReadPagesAsync(foreign, known);
            if (failed)
            {
                return false;
            }

            if (pages is not null && (!sumChanged || await AreThereAsync(listed.Keys)))
            {
                _vectors.Foreign = pages;
                _readAt = sentAt;
                return true;
            }

            known.Clear();
        }

        return false;
    }

    /// <summary>Rows of this process that somebody folded: what they had is in a sum now, and no more to be counted here.</summary>
    private async Task<bool> TellGoneAsync(List<OwnUsagePage> own, Dictionary<string, string> listed)
    {
        var gone = own.FindAll(page => !listed.ContainsKey(_vectors.RowKey(page)));
        gone.ForEach(page => page.Doubt());
        return gone.Count == 0 || await _flush.FlushAsync();
    }

    private async Task<bool> AreThereAsync(IEnumerable<string> rowKeys) =>
        await ListAsync() is { } again && rowKeys.All(again.ContainsKey);

    /// <summary>Row keys and ETags.</summary>
    private async Task<Dictionary<string, string>?> ListAsync()
    {
        var range = TableRange.Prefix(_partition, RowKeys.UsagePrefix) with { Select = [] };
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        string? continuation = null;
        do
        {
            var page = await _context.Table.QueryAsync(range, continuation, CancellationToken.None);
            if (page.Value is null)
            {
                return null;
            }

            foreach (var row in page.Value.Entities)
            {
                rows[row.RowKey] = row.ETag;
            }

            continuation = page.Value.Continuation;
        }
        while (continuation is not null);

        return rows;
    }

    /// <summary>Null pages: one is gone.</summary>
    private async Task<(bool Failed, List<ForeignUsagePage>? Pages, bool SumChanged)> ReadPagesAsync(
        Dictionary<string, string> listed, Dictionary<string, ForeignUsagePage> known)
    {
        var pages = new List<ForeignUsagePage>(listed.Count);
        var reads = new List<(string RowKey, int Page, Task<TableRead<TableEntity>> Read)>();
        var sumChanged = false;
        foreach (var (rowKey, etag) in listed)
        {
            if (known.TryGetValue(rowKey, out var page) && page.ETag == etag)
            {
                pages.Add(page);
            }
            else if (RowKeys.TryParseUsage(rowKey, out var process, out var number))
            {
                sumChanged |= process == RowKeys.UsageSum;
                reads.Add((rowKey, number, _context.Table.GetAsync(_partition, rowKey, CancellationToken.None)));
            }
        }

        var (failed, gone) = (false, false);
        foreach (var (rowKey, page, task) in reads)
        {
            var read = await task;
            gone |= read.Status == TableStatus.NotFound;
            failed |= read.Value is null && read.Status != TableStatus.NotFound;
            if (read.Value is { } row)
            {
                pages.Add(new ForeignUsagePage(rowKey, page, row.ETag, row.Timestamp, UsagePage.FromRow(row)));
            }
        }

        return (failed, gone || failed ? null : pages, sumChanged);
    }
}
