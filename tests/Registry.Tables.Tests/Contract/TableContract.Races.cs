using Registry.Core.Storage;
using Xunit;

namespace Registry.Tables.Tests.Contract;

public abstract partial class TableContract
{
    private const int Racers = 20;

    [Theory]
    [InlineData(TableOperationKind.Insert, TableStatus.Exists)]
    [InlineData(TableOperationKind.Replace, TableStatus.Contention)]
    [InlineData(TableOperationKind.Merge, TableStatus.Contention)]
    public async Task Write_TwentyAtOnce_OneWins(TableOperationKind kind, TableStatus loss)
    {
        var etag = kind == TableOperationKind.Insert ? "" : await InsertAsync("raced");
        var writes = await RaceAsync(n => Table.WriteAsync(P, Operation(kind, "raced", etag, $"racer {n}"), None));
        Assert.Equal(1, writes.Count(write => write.Status == TableStatus.Ok));
        Assert.Equal(Racers - 1, writes.Count(write => write.Status == loss));
        var winner = Array.FindIndex(writes, write => write.IsOk);
        var row = await GetAsync("raced");
        Assert.Equal(($"racer {winner}", writes[winner].ETag), (row.Text("Text"), row.ETag));
    }

    [Fact]
    public async Task Delete_TwentyAtOnce_OneWins()
    {
        var etag = await InsertAsync("raced");
        var writes = await RaceAsync(_ => Table.WriteAsync(P, TableOperation.Delete("raced", etag), None));
        Assert.Equal(1, writes.Count(write => write.Status == TableStatus.Ok));
        Assert.Equal(Racers - 1, writes.Count(write => write.Status == TableStatus.NotFound));
    }

    [Fact]
    public async Task Submit_TwentyAtOnceOnOneHead_OneWinsWhole()
    {
        var etag = await InsertAsync("head");
        var transactions = await RaceAsync(n => Table.SubmitAsync(
            P,
            [TableOperation.Replace(Row("head", $"racer {n}"), etag), TableOperation.Insert(Row($"c_{n:D2}"))],
            None));
        var winner = Array.FindIndex(transactions, transaction => transaction.IsOk);
        Assert.Equal(1, transactions.Count(transaction => transaction.IsOk));
        Assert.All(transactions.Where(transaction => !transaction.IsOk), lost => Assert.Equal((TableStatus.Contention, 0), (lost.Status, lost.FailedIndex)));
        Assert.Equal([$"c_{winner:D2}"], await KeysAsync(TableRange.Prefix(P, "c_")));
        Assert.Equal($"racer {winner}", (await GetAsync("head")).Text("Text"));
    }

    private static async Task<T[]> RaceAsync<T>(Func<int, Task<T>> racer)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var racing = Enumerable.Range(0, Racers).Select(n => Task.Run(async () =>
        {
            await start.Task;
            return await racer(n);
        })).ToArray();
        start.SetResult();
        return await Task.WhenAll(racing);
    }
}
