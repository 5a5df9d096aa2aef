using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Health.Heartbeats;

/// <summary>
/// Reads the heartbeats that other processes received: lists the pages, then reads those that changed. A page that is gone was folded
/// into another one, which may have been read before that: then everything is read again.
/// </summary>
internal sealed class VectorReader
{
    private const int Attempts = 5;

    private readonly PartitionContext _context;
    private readonly string _partition;
    private readonly HeartbeatVectors _vectors;
    private readonly Coalescer<bool> _reads;
    private readonly string _ownPrefix;
    private long? _readAt;

    public VectorReader(PartitionContext context, string partition, HeartbeatVectors vectors)
    {
        _context = context;
        _partition = partition;
        _vectors = vectors;
        _ownPrefix = RowKeys.HeartbeatPrefix + context.Process;
        _reads = new Coalescer<bool>(ReadOnceAsync);
    }

    /// <summary>Whether it is time to read again.</summary>
    public bool IsDue => !_reads.IsRunning && (_readAt is not { } at || _context.Time.GetElapsedTime(at) >= _context.Options.VectorRefresh);

    /// <summary>True once all that was durable before this call is known here.</summary>
    public Task<bool> ReadAsync() => _reads.JoinAsync();

    private async Task<bool> ReadOnceAsync()
    {
        var sentAt = _context.Time.GetTimestamp();
        var known = _vectors.Foreign.ToDictionary(page => page.RowKey, StringComparer.Ordinal);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var listed = await ListAsync();
            if (listed is null)
            {
                return false;
            }

            // A listing of several pages is not of one moment: after a fold it may miss the folded page and show the other as it was.
            if (known.Keys.Except(listed.Select(row => row.RowKey), StringComparer.Ordinal).Any())
            {
                known.Clear();
                continue;
            }

            var (failed, pages) = await ReadPagesAsync(listed, known);
            if (failed)
            {
                return false;
            }

            if (pages is not null)
            {
                _vectors.Foreign = pages;
                _readAt = sentAt;
                return true;
            }

            known.Clear();
        }

        return false;
    }

    private async Task<List<TableEntity>?> ListAsync()
    {
        var range = TableRange.Prefix(_partition, RowKeys.HeartbeatPrefix) with { Select = [] };
        var rows = new List<TableEntity>();
        string? continuation = null;
        do
        {
            var page = await _context.Table.QueryAsync(range, continuation, CancellationToken.None);
            if (page.Value is null)
            {
                return null;
            }

            rows.AddRange(page.Value.Entities.Where(row => !row.RowKey.StartsWith(_ownPrefix, StringComparison.Ordinal)));
            continuation = page.Value.Continuation;
        }
        while (continuation is not null);

        return rows;
    }

    /// <summary>Null pages: one is gone.</summary>
    private async Task<(bool Failed, List<ForeignPage>? Pages)> ReadPagesAsync(List<TableEntity> listed, Dictionary<string, ForeignPage> known)
    {
        var pages = new List<ForeignPage>(listed.Count);
        var reads = new List<(string RowKey, int Page, Task<TableRead<TableEntity>> Read)>();
        foreach (var row in listed)
        {
            if (known.TryGetValue(row.RowKey, out var page) && page.ETag == row.ETag)
            {
                pages.Add(page);
            }
            else if (RowKeys.TryParseHeartbeats(row.RowKey, out _, out var number))
            {
                reads.Add((row.RowKey, number, _context.Table.GetAsync(_partition, row.RowKey, CancellationToken.None)));
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
                pages.Add(new ForeignPage(rowKey, page, row.ETag, row.Timestamp, HeartbeatPage.FromRow(row)));
            }
        }

        return (failed, gone || failed ? null : pages);
    }
}
