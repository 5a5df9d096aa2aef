using Registry.Core.Storage;
using Xunit;

namespace Registry.Tables.Tests.Contract;

public abstract partial class TableContract
{
    private async Task SeedAsync(params string[] keys)
    {
        foreach (var chunk in keys.Chunk(TableLimits.TransactionEntities))
        {
            Assert.True((await Table.SubmitAsync(P, [.. chunk.Select(key => TableOperation.Insert(Row(key, key)))], None)).IsOk);
        }
    }

    [Fact]
    public async Task Query_EmptyPartition_IsAnEmptyPage()
    {
        var read = await Table.QueryAsync(new TableRange("nothing"), null, None);
        Assert.Equal(TableStatus.Ok, read.Status);
        Assert.Empty(read.Value!.Entities);
        Assert.Null(read.Value.Continuation);
    }

    [Fact]
    public async Task Query_Bounds_AreInclusiveOrExclusiveAsAsked()
    {
        await SeedAsync("a", "b", "c", "d");
        Assert.Equal(["b", "c"], await KeysAsync(new TableRange(P, "b", "c")));
        Assert.Equal(["c"], await KeysAsync(new TableRange(P, "b", "c") { FromInclusive = false }));
        Assert.Equal(["b"], await KeysAsync(new TableRange(P, "b", "c") { ToInclusive = false }));
        Assert.Empty(await KeysAsync(new TableRange(P, "b", "c") { FromInclusive = false, ToInclusive = false }));
        Assert.Equal(["c", "d"], await KeysAsync(new TableRange(P, From: "bb")));
        Assert.Equal(["a", "b"], await KeysAsync(new TableRange(P, To: "bb")));
        Assert.Empty(await KeysAsync(new TableRange(P, "c", "b")));
    }

    [Fact]
    public async Task Query_Keys_ComeInOrdinalOrder()
    {
        string[] keys = ["a", "B", "_", "a!", "aa", "A", "é", "head", "c_0000000000000000010", "c_0000000000000000009"];
        await SeedAsync(keys);
        Assert.Equal(keys.Order(StringComparer.Ordinal), await KeysAsync(new TableRange(P)));
    }

    [Fact]
    public async Task Query_Prefix_TakesThoseKeysAlone()
    {
        await SeedAsync("a_1", "a_2", "a`", "b_1", "a");
        Assert.Equal(["a_1", "a_2"], await KeysAsync(TableRange.Prefix(P, "a_")));
    }

    [Fact]
    public async Task Query_TailOfTheLog_HasTheNewChangesAndTheHead()
    {
        await SeedAsync(
            "a_agent", "c_0000000000000000001", "c_0000000000000000002", "c_0000000000000000003", "head", "o_1_p", "r_x!0000000000000000001", "s_sweep", "v_hb_p_0");
        var tail = new TableRange(P, "c_0000000000000000001", "head") { FromInclusive = false };
        Assert.Equal(["c_0000000000000000002", "c_0000000000000000003", "head"], await KeysAsync(tail));
    }

    [Fact]
    public async Task Query_SmallPages_FollowEachOtherWithoutGapOrDuplicate()
    {
        string[] keys = [.. Enumerable.Range(0, 25).Select(n => $"c_{n:D2}")];
        await SeedAsync(keys);
        var pages = new List<int>();
        var rows = await ReadAllAsync(new TableRange(P, "c_03") { PageSize = 10, FromInclusive = false }, pages);
        Assert.Equal(keys[4..], rows.Select(row => row.RowKey));
        Assert.All(pages, size => Assert.InRange(size, 0, 10));
        Assert.Equal(rows.Select(row => row.RowKey), rows.Select(row => row.Text("Text")));
    }

    [Fact]
    public async Task Query_PagesWithOddKeys_FollowEachOther()
    {
        string[] keys = ["a b", "a!b", "a%20b", "a&b=c", "a'b", "a''b", "a+b", "a,b", "a:b", "a@b", "a\u00e9\ud83d\ude00b", "a\"b"];
        await SeedAsync(keys);
        var rows = await ReadAllAsync(new TableRange(P) { PageSize = 1 });
        Assert.Equal(keys.Order(StringComparer.Ordinal), rows.Select(row => row.RowKey).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Query_MoreThanAPage_IsReadInSeveral()
    {
        string[] keys = [.. Enumerable.Range(0, 1100).Select(n => $"c_{n:D4}")];
        await SeedAsync(keys);
        var first = await Table.QueryAsync(new TableRange(P), null, None);
        Assert.InRange(first.Value!.Entities.Count, 0, TableLimits.PageEntities);
        Assert.NotNull(first.Value.Continuation);
        Assert.Equal(keys, await KeysAsync(new TableRange(P)));
    }

    [Fact]
    public async Task Query_RowsDeletedBetweenPages_GoesOnAfterThem()
    {
        await SeedAsync("a", "b", "c", "d");
        var range = new TableRange(P) { PageSize = 1 };
        var first = await Table.QueryAsync(range, null, None);
        Assert.Equal("a", Assert.Single(first.Value!.Entities).RowKey);
        await Table.WriteAsync(P, TableOperation.DeleteUnconditionally("b"), None);
        var second = await Table.QueryAsync(range, first.Value.Continuation, None);
        Assert.Equal("c", Assert.Single(second.Value!.Entities).RowKey);
    }

    [Fact]
    public async Task Query_Select_GivesThoseAndRowKeyETagTimestamp()
    {
        var etag = (await Table.WriteAsync(P, TableOperation.Insert(Row("a").Set("Number", 5).Set("Other", "z")), None)).ETag;
        var row = Assert.Single(await ReadAllAsync(new TableRange(P) { Select = ["Number", "Absent"] }));
        Assert.Equal(("a", etag, 5), (row.RowKey, row.ETag, row.Int64("Number")));
        Assert.NotEqual(default, row.Timestamp);
        Assert.Equal(["Number"], row.Properties.Select(property => property.Key));
    }

    [Fact]
    public async Task Query_SelectNothing_GivesRowKeyETagTimestamp()
    {
        var etag = await InsertAsync("v_hb_p_0");
        var row = Assert.Single(await ReadAllAsync(TableRange.Prefix(P, "v_") with { Select = [] }));
        Assert.Equal(("v_hb_p_0", etag), (row.RowKey, row.ETag));
        Assert.NotEqual(default, row.Timestamp);
        Assert.Empty(row.Properties);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task Query_PageSizeOutOfRange_Throws(int size)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Table.QueryAsync(new TableRange(P) { PageSize = size }, null, None));
    }
}
