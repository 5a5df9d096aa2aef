using Registry.Core.Storage;
using Xunit;

namespace Registry.Tables.Tests.Contract;

public abstract partial class TableContract
{
    public static TheoryData<TableOperationKind, TableStatus, string> Refusals => new()
    {
        { TableOperationKind.Insert, TableStatus.Exists, "EntityAlreadyExists" },
        { TableOperationKind.Replace, TableStatus.Contention, "UpdateConditionNotSatisfied" },
        { TableOperationKind.Merge, TableStatus.Contention, "UpdateConditionNotSatisfied" },
        { TableOperationKind.Delete, TableStatus.Contention, "UpdateConditionNotSatisfied" },
    };

    [Fact]
    public async Task Submit_EveryKindOfOperation_DoesAllWithETags()
    {
        var (replaced, merged, deleted) = (await InsertAsync("replaced"), await InsertAsync("merged"), await InsertAsync("deleted"));
        await InsertAsync("upserted");
        var transaction = await Table.SubmitAsync(
            P,
            [
                TableOperation.Insert(Row("inserted", "1")),
                TableOperation.Replace(Row("replaced", "2"), replaced),
                TableOperation.Merge(new TableEntity("merged").Set("More", 3), merged),
                TableOperation.Delete("deleted", deleted),
                TableOperation.ReplaceUnconditionally(Row("upserted", "5")),
                TableOperation.MergeUnconditionally(Row("new", "6")),
            ],
            None);
        Assert.Equal((TableStatus.Ok, -1, ""), (transaction.Status, transaction.FailedIndex, transaction.Code));
        var rows = await ReadAllAsync(new TableRange(P));
        Assert.Equal(["inserted", "merged", "new", "replaced", "upserted"], rows.Select(row => row.RowKey));
        Assert.Equal(["1", "x", "6", "2", "5"], rows.Select(row => row.Text("Text")));
        Assert.Equal(3, rows[1].Int64("More"));
        Assert.Equal(
            [rows[0].ETag, rows[3].ETag, rows[1].ETag, "", rows[4].ETag, rows[2].ETag],
            transaction.ETags);
    }

    [Fact]
    public async Task Submit_ETagsOfAnEarlierOne_MatchInTheNext()
    {
        var first = await Table.SubmitAsync(P, [TableOperation.Insert(Row("head", "1")), TableOperation.Insert(Row("page", "1"))], None);
        var second = await Table.SubmitAsync(
            P, [TableOperation.Replace(Row("head", "2"), first.ETags[0]), TableOperation.Merge(Row("page", "2"), first.ETags[1])], None);
        Assert.Equal(TableStatus.Ok, second.Status);
        Assert.Equal(TableStatus.Ok, (await Table.WriteAsync(P, TableOperation.Delete("page", second.ETags[1]), None)).Status);
        var stale = await Table.SubmitAsync(P, [TableOperation.Replace(Row("head", "3"), first.ETags[0])], None);
        Assert.Equal((TableStatus.Contention, 0), (stale.Status, stale.FailedIndex));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Submit_OneRefused_DoesNothingAndNamesIt(TableOperationKind kind, TableStatus status, string code)
    {
        var etag = await InsertAsync("there", "before");
        await InsertAsync("other", "before");
        var transaction = await Table.SubmitAsync(
            P,
            [
                TableOperation.Insert(Row("new")),
                TableOperation.Replace(Row("there", "after"), etag),
                Operation(kind, "other", StaleETag),
                TableOperation.Insert(Row("never")),
            ],
            None);
        Assert.Equal((status, 2, code), (transaction.Status, transaction.FailedIndex, transaction.Code));
        Assert.Empty(transaction.ETags);
        var rows = await ReadAllAsync(new TableRange(P));
        Assert.Equal([("other", "before"), ("there", "before")], rows.Select(row => (row.RowKey, row.Text("Text"))));
        Assert.Equal(etag, rows[1].ETag);
    }

    [Theory]
    [MemberData(nameof(ConditionalKinds))]
    public async Task Submit_OneRowMissing_DoesNothingAndNamesIt(TableOperationKind kind)
    {
        await InsertAsync("there", "before");
        var transaction = await Table.SubmitAsync(
            P, [TableOperation.ReplaceUnconditionally(Row("there", "after")), Operation(kind, "absent", "*")], None);
        Assert.Equal((TableStatus.NotFound, 1), (transaction.Status, transaction.FailedIndex));
        Assert.Equal("before", (await GetAsync("there")).Text("Text"));
    }

    [Fact]
    public async Task Submit_SeveralRefused_NamesTheFirst()
    {
        await InsertAsync("there");
        var transaction = await Table.SubmitAsync(
            P,
            [TableOperation.Insert(Row("new")), TableOperation.Replace(Row("there"), StaleETag), TableOperation.Insert(Row("there2")), TableOperation.Delete("absent", "*")],
            None);
        Assert.Equal((TableStatus.Contention, 1), (transaction.Status, transaction.FailedIndex));
    }

    [Fact]
    public async Task Submit_AsManyAsAllowed_IsOk()
    {
        var operations = Enumerable.Range(0, TableLimits.TransactionEntities).Select(n => TableOperation.Insert(Row($"c_{n:D3}"))).ToArray();
        var transaction = await Table.SubmitAsync(P, operations, None);
        Assert.Equal(TableStatus.Ok, transaction.Status);
        Assert.Equal(operations.Length, transaction.ETags.Count);
        Assert.Equal(operations.Select(operation => operation.Entity.RowKey), await KeysAsync(new TableRange(P)));
    }

    [Fact]
    public async Task Submit_NothingTooManyOrARowTwice_Throws()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Table.SubmitAsync(P, [], None));
        var tooMany = Enumerable.Range(0, TableLimits.TransactionEntities + 1).Select(n => TableOperation.Insert(Row($"{n}"))).ToArray();
        await Assert.ThrowsAsync<ArgumentException>(() => Table.SubmitAsync(P, tooMany, None));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Table.SubmitAsync(P, [TableOperation.Insert(Row("a")), TableOperation.DeleteUnconditionally("a")], None));
        Assert.Empty(await KeysAsync(new TableRange(P)));
    }

    [Fact]
    public async Task Submit_ThreeMebibytes_IsOk()
    {
        var text = new string('x', 32_000);
        var operations = Enumerable.Range(0, 96).Select(n => TableOperation.Insert(Row($"c_{n:D3}", text))).ToArray();
        Assert.Equal(TableStatus.Ok, (await Table.SubmitAsync(P, operations, None)).Status);
        Assert.Equal(text, (await GetAsync("c_095")).Text("Text"));
    }

    [Fact]
    public async Task Submit_BodyOverTheLimit_IsTooLargeAndDoesNothing()
    {
        var operations = Enumerable.Range(0, 70).Select(n => TableOperation.Insert(
            new TableEntity($"c_{n:D3}").Set("Bytes", TableValue.FromBinary(new byte[TableLimits.PropertyBytes])))).ToArray();
        Assert.Equal(TableStatus.TooLarge, (await Table.SubmitAsync(P, operations, None)).Status);
        Assert.Empty(await KeysAsync(new TableRange(P)));
    }
}
