using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Usage;

/// <summary>
/// Adds the pages of processes that are gone to a sum, a row a page number. Sum and deletion are one transaction, each with If-Match on what
/// was read: it happens once or not at all, whoever tries, however often, and however late an attempt lands. Nothing is remembered between tries.
/// </summary>
internal sealed class UsageFold(PartitionContext context, string partition, UsageVectors vectors, UsageReader reader)
{
    /// <summary>A page untouched this long belongs to a process that is gone, or idle: one that is not begins a new one.</summary>
    public static readonly TimeSpan After = TimeSpan.FromMinutes(10);

    private const int PagesPerTransaction = 90;

    /// <param name="refresh">Reads the log's tail.</param>
    /// <param name="owners">Then, who owns which slot.</param>
    public async Task RunAsync(Func<Task<bool>> refresh, Func<Func<int, long>> owners)
    {
        if (!context.TryNow(out var now) || !await reader.ReadAsync())
        {
            return;
        }

        var limit = now.Lower - (long)After.TotalMilliseconds;
        var stale = vectors.Foreign
            .Where(page => page.WrittenAt.ToUnixTimeMilliseconds() < limit && page.RowKey != RowKeys.Usage(RowKeys.UsageSum, page.Page))
            .GroupBy(page => page.Page)
            .ToList();

        // The log is read after the pages: then whoever has an entry in them is known here.
        if (stale.Count == 0 || !await refresh())
        {
            return;
        }

        var owner = owners();
        foreach (var group in stale)
        {
            await FoldAsync(group.Key, [.. group.Take(PagesPerTransaction)], owner);
        }

        await reader.ReadAsync();
    }

    private async Task FoldAsync(int number, List<ForeignUsagePage> pages, Func<int, long> owner)
    {
        var rowKey = RowKeys.Usage(RowKeys.UsageSum, number);
        var read = await context.Table.GetAsync(partition, rowKey, CancellationToken.None);
        if (read.Value is null && read.Status != TableStatus.NotFound)
        {
            return;
        }

        var sum = read.Value is null ? UsagePage.NewContent() : UsagePage.FromRow(read.Value);
        foreach (var page in pages)
        {
            UsagePage.Add(sum, page.Content, index => owner((number * UsagePage.Slots) + index));
        }

        var row = UsagePage.ToRow(rowKey, sum);
        var operations = new List<TableOperation> { read.Value is null ? TableOperation.Insert(row) : TableOperation.Replace(row, read.Value.ETag) };
        operations.AddRange(pages.Select(page => TableOperation.Delete(page.RowKey, page.ETag)));

        // Whatever becomes of it, the next sweep goes on from what is there then.
        await context.Table.SubmitAsync(partition, operations, CancellationToken.None);
    }
}
