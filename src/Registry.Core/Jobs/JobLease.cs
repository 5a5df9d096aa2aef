using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Jobs;

/// <summary>
/// One instance at a time runs a job: a row outside the log with its own ETag, held 30 s and renewed every 10 s. It saves work only;
/// the safety of what a job does is in the log.
/// </summary>
internal sealed class JobLease(PartitionContext context, string job)
{
    public const string Partition = "config";

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    private int _held;
    private TableEntity? _row;
    private long _renewedAt;

    /// <summary>Takes the lease, or says why it could not be had in time.</summary>
    public async Task<LeaseAnswer> AcquireAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        while (true)
        {
            var answer = LeaseAnswer.Busy;
            if (Interlocked.Exchange(ref _held, 1) == 0)
            {
                try
                {
                    answer = await TakeAsync();
                }
                finally
                {
                    // Storage may throw, too: then the next run here must not find a holder that there is not.
                    if (answer != LeaseAnswer.Held)
                    {
                        Volatile.Write(ref _held, 0);
                    }
                }

                if (answer != LeaseAnswer.Busy)
                {
                    return answer;
                }
            }

            if (context.Time.GetElapsedTime(started) + RetryInterval > wait)
            {
                return answer;
            }

            await Task.Delay(RetryInterval, context.Time, cancellationToken);
        }
    }

    /// <summary>Whether the lease is still ours, renewed when that is due.</summary>
    public async Task<bool> KeepAsync()
    {
        if (_row is null || context.Time.GetElapsedTime(_renewedAt) < RenewAfter)
        {
            return _row is not null;
        }

        return context.TryNow(out var now) && await WriteAsync(Row(now.Upper + (long)Length.TotalMilliseconds, ResultOf(_row)));
    }

    /// <summary>Gives the lease back and leaves the result for all to read. A result that is lost here is overwritten by the next run.</summary>
    public async Task ReleaseAsync(JobResult? result)
    {
        try
        {
            if (_row is not null)
            {
                await WriteAsync(Row(0, result ?? ResultOf(_row)));
            }
        }
        finally
        {
            _row = null;
            Volatile.Write(ref _held, 0);
        }
    }

    /// <summary>The last result of anybody; null while there is none, or storage does not answer.</summary>
    public async Task<JobResult?> ReadResultAsync()
    {
        var read = await context.Table.GetAsync(Partition, RowKeys.Job(job), CancellationToken.None);
        return read.Value is null ? null : ResultOf(read.Value);
    }

    private async Task<LeaseAnswer> TakeAsync()
    {
        var read = await context.Table.GetAsync(Partition, RowKeys.Job(job), CancellationToken.None);
        if ((read.Value is null && read.Status != TableStatus.NotFound) || await context.NowAsync(CancellationToken.None) is not { } now)
        {
            return LeaseAnswer.Unavailable;
        }

        if (read.Value is { } row && row.Int64(Columns.Until) >= now.Lower && row.Text(Columns.Owner) != context.Process)
        {
            return LeaseAnswer.Busy;
        }

        _row = read.Value;
        return await WriteAsync(Row(now.Upper + (long)Length.TotalMilliseconds, ResultOf(read.Value))) ? LeaseAnswer.Held : LeaseAnswer.Busy;
    }

    private async Task<bool> WriteAsync(TableEntity row)
    {
        var operation = _row is null ? TableOperation.Insert(row) : TableOperation.Replace(row, _row.ETag);
        var written = await context.Table.WriteAsync(Partition, operation, CancellationToken.None);
        _row = written.IsOk ? WithETag(row, written.ETag) : null;
        _renewedAt = context.Time.GetTimestamp();
        return written.IsOk;
    }

    private TableEntity Row(long until, JobResult? result)
    {
        var row = new TableEntity(RowKeys.Job(job)).Set(Columns.Owner, context.Process).Set(Columns.Until, until);
        return result is null
            ? row
            : row.Set(Columns.LastRun, result.LastRun).Set(Columns.DurationMs, result.DurationMs).Set(Columns.Counts, result.Counts);
    }

    private static TableEntity WithETag(TableEntity row, string etag)
    {
        var copy = new TableEntity(row.RowKey) { ETag = etag };
        foreach (var (name, value) in row.Properties)
        {
            copy.Set(name, value);
        }

        return copy;
    }

    private static JobResult? ResultOf(TableEntity? row) =>
        row is null || row.Int64(Columns.LastRun) == 0 ? null : new(row.Int64(Columns.LastRun), row.Int64(Columns.DurationMs), row.Text(Columns.Counts));
}
