using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Health.Probing;

/// <summary>
/// Reads and writes a shard's probe vectors. Writes are shared: one in flight, at most one per interval, the first after a pause at once.
/// A page that somebody else wrote meanwhile is read, merged per slot and written again.
/// </summary>
internal sealed class ProbeStore
{
    // 66 KB each in base64: stays below the 4 MiB that a transaction may have.
    private const int PagesPerTransaction = 50;
    private const int Attempts = 6;
    private const double BackoffMs = 50;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(500);

    private readonly PartitionContext _context;
    private readonly string _partition;
    private readonly Func<Func<int, long>> _owners;
    private readonly Coalescer<bool> _flushes;
    private readonly Coalescer<bool> _reads;
    private long? _flushedAt;
    private long? _readAt;

    /// <param name="context">Table, clocks, options.</param>
    /// <param name="partition">Partition key.</param>
    /// <param name="owners">A snapshot of who owns which slot: slot → epoch, 0 for none.</param>
    public ProbeStore(PartitionContext context, string partition, Func<Func<int, long>> owners)
    {
        _context = context;
        _partition = partition;
        _owners = owners;
        _flushes = new Coalescer<bool>(FlushOnceAsync, PaceAsync);
        _reads = new Coalescer<bool>(ReadOnceAsync);
    }

    public ProbeVectors Vectors { get; } = new();

    /// <summary>Whether it is time to read again what others wrote. Tried once an interval, also while storage does not answer.</summary>
    public bool IsDue => _readAt is not { } at || _context.Time.GetElapsedTime(at) >= _context.Options.VectorRefresh;

    /// <summary>True once all that was noted before this call is durable; false when it could not be made so: a later flush takes it along.</summary>
    public Task<bool> FlushAsync() => _flushes.JoinAsync();

    /// <summary>True once all that was durable before this call is known here.</summary>
    public Task<bool> ReadAsync() => _reads.JoinAsync();

    private async Task PaceAsync()
    {
        if (_flushedAt is { } last && FlushInterval - _context.Time.GetElapsedTime(last) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _context.Time);
        }

        _flushedAt = _context.Time.GetTimestamp();
    }

    private async Task<bool> FlushOnceAsync()
    {
        for (var attempt = 1; attempt <= Attempts;)
        {
            var writes = Vectors.TakeDirty(PagesPerTransaction);
            if (writes.Count == 0)
            {
                return true;
            }

            var result = await _context.Table.SubmitAsync(_partition, writes.ConvertAll(write => write.Operation), CancellationToken.None);
            if (result.IsOk)
            {
                for (var i = 0; i < writes.Count; i++)
                {
                    Vectors.Flushed(writes[i], result.ETags[i]);
                }

                // What is noted while this writes is for the next flush: only what the limit left over goes on here.
                if (writes.Count < PagesPerTransaction)
                {
                    return true;
                }

                continue;
            }

            if (result.Status is TableStatus.Contention or TableStatus.Exists or TableStatus.NotFound or TableStatus.OutcomeUnknown)
            {
                await MergeAsync(writes.Select(write => write.Page));
            }
            else if (result.Status is TableStatus.Unavailable or TableStatus.Denied)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(BackoffMs * attempt++ * _context.Entropy.NextDouble()), _context.Time);
        }

        return false;
    }

    private async Task<bool> ReadOnceAsync()
    {
        _readAt = _context.Time.GetTimestamp();
        var range = TableRange.Prefix(_partition, RowKeys.ProbePrefix) with { Select = [] };
        var changed = new List<int>();
        string? continuation = null;
        do
        {
            var page = await _context.Table.QueryAsync(range, continuation, CancellationToken.None);
            if (page.Value is null)
            {
                return false;
            }

            foreach (var row in page.Value.Entities)
            {
                if (RowKeys.TryParseProbes(row.RowKey, out var number) && Vectors.ETagOf(number) != row.ETag)
                {
                    changed.Add(number);
                }
            }

            continuation = page.Value.Continuation;
        }
        while (continuation is not null);

        return await MergeAsync(changed);
    }

    private async Task<bool> MergeAsync(IEnumerable<int> pages)
    {
        var reads = pages.Select(page => (Page: page, Read: _context.Table.GetAsync(_partition, RowKeys.Probes(page), CancellationToken.None))).ToList();
        var all = true;
        foreach (var (page, task) in reads)
        {
            var read = await task;
            if (read.Value is null && read.Status != TableStatus.NotFound)
            {
                all = false;
                continue;
            }

            Vectors.Merge(page, read.Value, _owners());
        }

        return all;
    }
}
