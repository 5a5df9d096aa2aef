using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Health.Sweeping;

/// <summary>Drops a partition's changes that are past their retention; the newest 1,000 always stay. It may stop half way: the next one finds the rest.</summary>
internal sealed class LogTrim(PartitionContext context, ILogPartition partition)
{
    private const int ChangesKept = 1000;

    // A page of rows each; so many at the most that a sweep stays within its budget: 167 changes a second are kept up with.
    private const int DeletesPerRound = 1000;
    private const int RoundsPerSweep = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long? _trimmedAt;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_trimmedAt is { } last && context.Time.GetElapsedTime(last) < Interval)
        {
            return;
        }

        _trimmedAt = context.Time.GetTimestamp();
        if (partition.IsLoaded || await partition.RefreshAsync(cancellationToken))
        {
            for (var round = 0; round < RoundsPerSweep && await TrimAsync(cancellationToken); round++)
            {
            }
        }
    }

    /// <summary>First the head says what is oldest, then rows go: a reader that lacks them finds out from the head. True: there may be more.</summary>
    private async Task<bool> TrimAsync(CancellationToken cancellationToken)
    {
        var head = partition.Head;
        if (!context.TryNow(out var now) || head.Seq - ChangesKept < head.Oldest)
        {
            return false;
        }

        var before = now.Lower - (long)context.Options.EventRetention.TotalMilliseconds;
        var range = new TableRange(partition.Name, RowKeys.Change(0), RowKeys.Change(head.Seq - ChangesKept)) { Select = [Columns.Time], PageSize = DeletesPerRound };
        var page = await context.Table.QueryAsync(range, null, CancellationToken.None);
        if (page.Value is null)
        {
            return false;
        }

        var old = page.Value.Entities
            .TakeWhile(row => RowKeys.ParseChange(row.RowKey) < head.Oldest || row.Int64(Columns.Time) < before)
            .ToList();
        old = await WithoutHeldAsync(old, head, before, now.Lower - (long)LogHolds.Longest.TotalMilliseconds);
        if (old.Count == 0)
        {
            return false;
        }

        var oldest = RowKeys.ParseChange(old[^1].RowKey) + 1;
        if (oldest > head.Oldest && !await partition.TrimAsync(oldest, cancellationToken))
        {
            return false;
        }

        await RowDeletes.RunAsync(context.Table, partition.Name, old.ConvertAll(row => row.RowKey));
        return old.Count == DeletesPerRound;
    }

    /// <summary>What somebody still needs stays until <paramref name="longest"/>. Asked only where retention is shorter than that.</summary>
    private async Task<List<TableEntity>> WithoutHeldAsync(List<TableEntity> old, Head head, long before, long longest)
    {
        if (old.Count == 0 || before <= longest)
        {
            return old;
        }

        return await context.Holds.FreeUpTo(partition) is { } free
            ? [.. old.TakeWhile(row => RowKeys.ParseChange(row.RowKey) is var seq && (seq < head.Oldest || seq <= free || row.Int64(Columns.Time) < longest))]
            : [];
    }
}
