using Microsoft.Extensions.Logging;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Health.Heartbeats;

/// <summary>
/// Writes a shard's dirty pages: one flush in flight, at most one per interval, the first after a pause at once. After it landed the
/// log's tail is read once for all who wait, so that each heartbeat is answered from a state newer than its own durability.
/// </summary>
internal sealed partial class HeartbeatFlush
{
    // 44 KB each in base64: stays below the 4 MiB that a transaction may have.
    private const int PagesPerTransaction = 60;
    private const int Attempts = 8;
    private const int AttemptsWhileDown = 3;
    private const double BackoffMs = 100;

    private readonly PartitionContext _context;
    private readonly string _partition;
    private readonly HeartbeatVectors _vectors;
    private readonly Func<Task<bool>> _readTail;
    private readonly Func<Func<int, long>> _owners;
    private readonly Coalescer<FlushResult> _flushes;
    private readonly ILogger _logger;
    private long? _lastStart;
    private long? _failedSince;

    /// <param name="context">Table, clocks, options.</param>
    /// <param name="partition">Partition key.</param>
    /// <param name="vectors">Pages.</param>
    /// <param name="readTail">Reads the log's tail.</param>
    /// <param name="owners">A snapshot of who owns which slot: slot → epoch, 0 for none.</param>
    public HeartbeatFlush(PartitionContext context, string partition, HeartbeatVectors vectors, Func<Task<bool>> readTail, Func<Func<int, long>> owners)
    {
        _context = context;
        _partition = partition;
        _vectors = vectors;
        _readTail = readTail;
        _owners = owners;
        _logger = context.Logger;
        _flushes = new Coalescer<FlushResult>(RunAsync, PaceAsync);
    }

    /// <summary>Completes once all that was stamped before this call is durable, or could not be made so.</summary>
    public Task<FlushResult> FlushAsync() => _context.Options.Keeps(Safeguard.AnswerAfterFlush) ? _flushes.JoinAsync() : ForgetAsync();

    private async Task<FlushResult> ForgetAsync()
    {
        _ = _flushes.JoinAsync();
        return new FlushResult(await _readTail(), _context.Time.GetTimestamp());
    }

    private async Task PaceAsync()
    {
        if (_lastStart is { } last)
        {
            var wait = _context.Options.HeartbeatFlushInterval - _context.Time.GetElapsedTime(last);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _context.Time);
            }
        }

        _lastStart = _context.Time.GetTimestamp();
    }

    private async Task<FlushResult> RunAsync()
    {
        while (_vectors.TakeDirty(PagesPerTransaction) is { Count: > 0 } dirty)
        {
            // What is stamped while this writes is for the next flush: only a dirty page left over by the limit goes on here.
            var sentAt = _context.Time.GetTimestamp();
            var landed = await WriteAsync(dirty);
            _context.Metrics.Flushed(_partition, landed, _context.Time.GetElapsedTime(sentAt));
            if (!landed)
            {
                return default;
            }

            if (dirty.Count < PagesPerTransaction)
            {
                break;
            }
        }

        var landedAt = _context.Time.GetTimestamp();
        return new FlushResult(!_context.Options.Keeps(Safeguard.TailReadAfterFlush) || await _readTail(), landedAt);
    }

    private async Task<bool> WriteAsync(List<PageSnapshot> dirty)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var now = _context.TryNow(out var instant) ? instant.Lower : (long?)null;
            var operations = dirty.ConvertAll(page => page.Operation);
            if (_failedSince is { } since && now is not null && _context.Options.Keeps(Safeguard.Outages))
            {
                operations.Add(OutageRow(since, instant.Upper));
            }

            var result = await _context.Table.SubmitAsync(_partition, operations, CancellationToken.None);
            if (result.IsOk)
            {
                for (var i = 0; i < dirty.Count; i++)
                {
                    _vectors.Flushed(dirty[i], result.ETags[i]);
                }

                if (operations.Count > dirty.Count)
                {
                    _failedSince = null;
                }

                return true;
            }

            if (result.Status is TableStatus.Contention or TableStatus.Exists or TableStatus.NotFound or TableStatus.OutcomeUnknown)
            {
                if (result.Status == TableStatus.OutcomeUnknown)
                {
                    _failedSince ??= now;
                }

                var again = await MergeAsync(dirty);
                if (again is { Count: > 0 })
                {
                    dirty = again;
                    continue;
                }
            }

            _failedSince ??= now;
            if (result.Status is TableStatus.Unavailable or TableStatus.Denied && attempt >= AttemptsWhileDown)
            {
                break;
            }

            LogFailed(_partition, result.Status, attempt);
            await Task.Delay(TimeSpan.FromMilliseconds(BackoffMs * attempt * _context.Entropy.NextDouble()), _context.Time);
        }

        return false;
    }

    /// <summary>Reads what storage has for these pages and merges it in; null when it could not be read.</summary>
    private async Task<List<PageSnapshot>?> MergeAsync(List<PageSnapshot> dirty)
    {
        foreach (var page in dirty)
        {
            var read = await _context.Table.GetAsync(_partition, _vectors.RowKey(page.Page), CancellationToken.None);
            if (read.Value is null && read.Status != TableStatus.NotFound)
            {
                return null;
            }

            if (read.Value is null || read.Value.ETag != page.Own.ETag)
            {
                _vectors.Merge(page, read.Value, _owners());
            }
        }

        return _vectors.TakeDirty(PagesPerTransaction);
    }

    /// <summary>Written with the flush that ends it. Written over: the same outage may be written by an attempt whose answer was lost.</summary>
    private TableOperation OutageRow(long from, long to) =>
        TableOperation.ReplaceUnconditionally(
            new TableEntity(RowKeys.Outage(from, _context.Process)).Set(Columns.From, from).Set(Columns.To, to));

    [LoggerMessage(Level = LogLevel.Debug, Message = "Partition {Partition}: heartbeat flush failed ({Status}), attempt {Attempt}")]
    private partial void LogFailed(string partition, TableStatus status, int attempt);
}
