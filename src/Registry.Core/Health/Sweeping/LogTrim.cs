using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Health.Sweeping;

/// <summary>Drops a partition's changes that are past their retention; the newest 1,000 always stay. It may stop half way: the next one finds the rest.</summary>
internal sealed class LogTrim(PartitionContext context, ILogPartition partition)
{
    private const int ChangesKept = 1000;

    // Rows that one sweep deletes at the most, so that it stays within its budget.
    private const int DeletesPerSweep = 1000;

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
            await TrimAsync(cancellationToken);
        }
    }

    /// <summary>First the head says what is oldest, then rows go: a reader that lacks them finds out from the head.</summary>
    private async Task TrimAsync(CancellationToken cancellationToken)
    {
        var head = partition.Head;
        if (!context.TryNow(out var now) || head.Seq - ChangesKept < head.Oldest)
        {
            return;
        }

        var before = now.Lower - (long)context.Options.EventRetention.TotalMilliseconds;
        var range = new TableRange(partition.Name, RowKeys.Change(0), RowKeys.Change(head.Seq - ChangesKept)) { Select = [Columns.Time], PageSize = DeletesPerSweep };
        var page = await context.Table.QueryAsync(range, null, CancellationToken.None);
        if (page.Value is null)
        {
            return;
        }

        var old = page.Value.Entities
            .TakeWhile(row => RowKeys.ParseChange(row.RowKey) < head.Oldest || row.Int64(Columns.Time) < before)
            .ToList();
        old = await WithoutHeldAsync(old, head, before, now.Lower - (long)LogHolds.Longest.TotalMilliseconds);
        if (old.Count == 0)
        {
            return;
        }

        var oldest = RowKeys.ParseChange(old[^1].RowKey) + 1;
        if (oldest <= head.Oldest || await partition.TrimAsync(oldest, cancellationToken))
        {
            await RowDeletes.RunAsync(context.Table, partition.Name, old.ConvertAll(row => row.RowKey));
        }
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
