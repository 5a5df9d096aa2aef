using Registry.Core.Agents;
using Registry.Core.Health.Maintenance;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Core.Trust;

namespace Registry.Core.Health.Sweeping;

/// <summary>
/// What a sweep tidies when it is due: maintenance whose time is over ends, trials without an outcome fail, trust that lapsed is marked, pages that nobody writes any more are folded into this process's own, old changes and revisions
/// go. Every step may fail or stop half way: the next sweep finds the rest.
/// </summary>
internal sealed class ShardHousekeeping(PartitionContext context, AgentShard shard, TrustRegistry trust)
{
    /// <summary>A page untouched this long belongs to a process that is gone, or idle: one that is not writes it anew.</summary>
    private static readonly TimeSpan FoldAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UsageInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RevisionInterval = TimeSpan.FromMinutes(10);

    private const int RevisionsKept = 10;

    // Rows that one sweep deletes at the most, so that it stays within its budget.
    private const int DeletesPerSweep = 2000;

    private readonly LogTrim _trim = new(context, shard.Log);
    private long? _revisedAt;

    // Where a pass over the revisions that had enough to delete goes on.
    private string? _revisionsFrom;

    // The first time one interval after the start: what is folded is old anyway.
    private long _usageAt = context.Time.GetTimestamp();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await MaintenanceEnds.RunAsync(context, shard, cancellationToken);
        await OverdueTrials.RunAsync(context, shard, cancellationToken);
        await trust.SweepAsync(shard, cancellationToken);
        await FoldAsync();
        if (context.Time.GetElapsedTime(_usageAt) >= UsageInterval)
        {
            _usageAt = context.Time.GetTimestamp();
            await shard.Usage.FoldAsync(shard.Memory.RefreshAsync);
        }

        await _trim.RunAsync(cancellationToken);
        if (_revisedAt is not { } last || context.Time.GetElapsedTime(last) >= RevisionInterval)
        {
            _revisedAt = context.Time.GetTimestamp();
            await DropRevisionsAsync();
        }
    }

    private async Task FoldAsync()
    {
        if (!context.TryNow(out var now))
        {
            return;
        }

        var limit = now.Lower - (long)FoldAfter.TotalMilliseconds;
        var stale = shard.Vectors.Foreign.Where(page => page.WrittenAt.ToUnixTimeMilliseconds() < limit).ToList();

        // The log is read after the pages: then whoever has an entry in them is known here.
        if (stale.Count == 0 || !await shard.Memory.RefreshAsync())
        {
            return;
        }

        var owner = shard.Owners();
        lock (shard.Memory.Gate)
        {
            stale.ForEach(page => shard.Vectors.Adopt(page, owner));
        }

        if (!(await shard.Flush.FlushAsync()).Confirmed)
        {
            return;
        }

        foreach (var page in stale)
        {
            await context.Table.WriteAsync(shard.Partition, TableOperation.Delete(page.RowKey, page.ETag), CancellationToken.None);
        }
    }

    private async Task DropRevisionsAsync()
    {
        var range = TableRange.Prefix(shard.Partition, RowKeys.RevisionPrefix) with { Select = [] };
        range = range with { From = _revisionsFrom ?? range.From };
        var (surplus, unknown) = (new List<string>(), new List<(string Id, string RowKey)>());
        var (current, kept) = ("", new Queue<string>());
        string? continuation = null;
        do
        {
            var page = await context.Table.QueryAsync(range, continuation, CancellationToken.None);
            if (page.Value is null)
            {
                return;
            }

            foreach (var row in page.Value.Entities)
            {
                var (id, _) = RowKeys.ParseRevision(row.RowKey);
                if (id != current)
                {
                    (current, kept) = (id, new Queue<string>());
                }

                if (shard.Find(id) is null)
                {
                    unknown.Add((id, row.RowKey));
                    continue;
                }

                kept.Enqueue(row.RowKey);
                if (kept.Count > RevisionsKept)
                {
                    surplus.Add(kept.Dequeue());
                }
            }

            continuation = page.Value.Continuation;
        }
        while (continuation is not null && surplus.Count + unknown.Count < DeletesPerSweep);

        // The log is read after the rows: who registered meanwhile is known here then.
        if (unknown.Count > 0 && !await shard.Memory.RefreshAsync())
        {
            return;
        }

        surplus.AddRange(unknown.Where(row => shard.Find(row.Id) is null).Select(static row => row.RowKey));
        _revisionsFrom = null;
        if (continuation is not null)
        {
            // From the first revision of the last agent on, with the next sweep: else those behind would never have their turn.
            (_revisionsFrom, _revisedAt) = (RowKeys.Revision(current, 0), null);
        }

        await RowDeletes.RunAsync(context.Table, shard.Partition, surplus);
    }
}
