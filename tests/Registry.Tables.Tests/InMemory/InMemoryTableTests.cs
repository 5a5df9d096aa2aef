using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;
using Xunit;

namespace Registry.Tables.Tests.InMemory;

public sealed class InMemoryTableTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Query_PagesCut_MayBeEmptyAndStillLeadToEveryRow()
    {
        var cuts = new Queue<int>([0, 3, 0, 0, 2, 1]);
        var table = await SeededAsync(10, (range, _) => cuts.Count > 0 ? cuts.Dequeue() : range.PageSize);
        var (keys, sizes) = (new List<string>(), new List<int>());
        string? continuation = null;
        do
        {
            var page = (await table.QueryAsync(new TableRange("p"), continuation, CancellationToken.None)).Value!;
            keys.AddRange(page.Entities.Select(row => row.RowKey));
            sizes.Add(page.Entities.Count);
            continuation = page.Continuation;
        }
        while (continuation is not null);
        Assert.Equal([0, 3, 0, 0, 2, 1, 4], sizes);
        Assert.Equal(Enumerable.Range(0, 10).Select(n => $"{n:D3}"), keys);
    }

    [Fact]
    public async Task Write_Rows_CarryTheServicesTime()
    {
        var table = await SeededAsync(1);
        _time.Advance(TimeSpan.FromSeconds(5));
        await table.WriteAsync("p", TableOperation.MergeUnconditionally(new TableEntity("000")), CancellationToken.None);
        Assert.Equal(_time.GetUtcNow(), (await table.GetAsync("p", "000", CancellationToken.None)).Value!.Timestamp);
    }

    [Fact]
    public async Task AnyCall_WithAClock_TellsItTheDateInWholeSeconds()
    {
        _time.Advance(TimeSpan.FromMilliseconds(700));
        var clock = new StorageClock(_time);
        var table = new InMemoryTable(_time, clock);
        await table.CreateIfNotExistsAsync(CancellationToken.None);
        await table.GetAsync("p", "a", CancellationToken.None);
        Assert.True(clock.TryNow(out var now));
        var truth = _time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal((truth - 700, truth + 300), (now.Lower, now.Upper));
    }

    [Fact]
    public async Task Calls_WithCounters_AreCounted()
    {
        var counters = new TableCounters();
        var table = new InMemoryTable(_time, counters: counters);
        await table.CreateIfNotExistsAsync(CancellationToken.None);
        await table.SubmitAsync("p", [TableOperation.Insert(new TableEntity("a")), TableOperation.Insert(new TableEntity("b"))], CancellationToken.None);
        await table.QueryAsync(new TableRange("p"), null, CancellationToken.None);
        Assert.Equal(new TableCounts(0, 1, 1, 1, 2), counters.Snapshot);
    }

    [Fact]
    public async Task Merge_ResultOverTheLimit_IsTooLarge()
    {
        var table = await SeededAsync(1);
        for (var n = 0; n < 15; n++)
        {
            Assert.True((await table.WriteAsync("p", Wide(n), CancellationToken.None)).IsOk);
        }

        Assert.Equal(TableStatus.TooLarge, (await table.WriteAsync("p", Wide(15), CancellationToken.None)).Status);

        static TableOperation Wide(int n) => TableOperation.MergeUnconditionally(
            new TableEntity("000").Set($"P{n}", TableValue.FromBinary(new byte[TableLimits.PropertyBytes])).Set($"Q{n}", new string('x', 2000)));
    }

    [Fact]
    public async Task Write_ETagOfAnotherForm_Throws()
    {
        var table = await SeededAsync(1);
        await Assert.ThrowsAsync<TableRequestException>(() => table.WriteAsync("p", TableOperation.Delete("000", "\"strong\""), CancellationToken.None));
    }

    private async Task<InMemoryTable> SeededAsync(int rows, PageCut? pageCut = null)
    {
        var table = new InMemoryTable(_time, pageCut: pageCut);
        await table.CreateIfNotExistsAsync(CancellationToken.None);
        for (var n = 0; n < rows; n++)
        {
            await table.WriteAsync("p", TableOperation.Insert(new TableEntity($"{n:D3}")), CancellationToken.None);
        }

        return table;
    }
}
