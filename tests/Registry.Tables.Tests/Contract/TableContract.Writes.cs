using Registry.Core.Storage;
using Xunit;

namespace Registry.Tables.Tests.Contract;

public abstract partial class TableContract
{
    public static TheoryData<TableOperationKind> ConditionalKinds => [TableOperationKind.Replace, TableOperationKind.Merge, TableOperationKind.Delete];

    public static TheoryData<TableOperationKind> UpsertKinds => [TableOperationKind.UpsertReplace, TableOperationKind.UpsertMerge];

    protected static TableOperation Operation(TableOperationKind kind, string key, string etag, string text = "y") => kind switch
    {
        TableOperationKind.Insert => TableOperation.Insert(Row(key, text)),
        TableOperationKind.Replace => TableOperation.Replace(Row(key, text), etag),
        TableOperationKind.Merge => TableOperation.Merge(Row(key, text), etag),
        TableOperationKind.UpsertReplace => TableOperation.ReplaceUnconditionally(Row(key, text)),
        TableOperationKind.UpsertMerge => TableOperation.MergeUnconditionally(Row(key, text)),
        _ => TableOperation.Delete(key, etag),
    };

    [Fact]
    public async Task CreateIfNotExists_Twice_IsOk()
    {
        Assert.Equal(TableStatus.Ok, await Table.CreateIfNotExistsAsync(None));
    }

    [Fact]
    public async Task AnyCall_NoTable_IsNotFound()
    {
        var missing = await OpenMissingAsync();
        Assert.Equal(TableStatus.NotFound, (await missing.GetAsync(P, "a", None)).Status);
        Assert.Equal(TableStatus.NotFound, (await missing.QueryAsync(new TableRange(P), null, None)).Status);
        Assert.Equal(TableStatus.NotFound, (await missing.WriteAsync(P, TableOperation.Insert(Row("a")), None)).Status);
        Assert.Equal(TableStatus.NotFound, (await missing.SubmitAsync(P, [TableOperation.Insert(Row("a"))], None)).Status);
        (missing as IDisposable)?.Dispose();
    }

    [Fact]
    public async Task Get_NoRow_IsNotFound()
    {
        var read = await Table.GetAsync(P, "absent", None);
        Assert.Equal(TableStatus.NotFound, read.Status);
        Assert.Null(read.Value);
    }

    [Fact]
    public async Task Insert_NewRow_IsReadBackWithETagAndTimestamp()
    {
        var etag = await InsertAsync("a", "hello");
        var row = await GetAsync("a");
        Assert.Equal("hello", row.Text("Text"));
        Assert.NotEqual("", etag);
        Assert.Equal(etag, row.ETag);
        Assert.NotEqual(default, row.Timestamp);
    }

    [Fact]
    public async Task Insert_ExistingRow_IsExistsAndChangesNothing()
    {
        var etag = await InsertAsync("a", "first");
        var write = await Table.WriteAsync(P, TableOperation.Insert(Row("a", "second")), None);
        Assert.Equal(new TableWrite(TableStatus.Exists, ""), write);
        var row = await GetAsync("a");
        Assert.Equal(("first", etag), (row.Text("Text"), row.ETag));
    }

    [Theory]
    [MemberData(nameof(ConditionalKinds))]
    public async Task Conditional_MatchingETag_IsOk(TableOperationKind kind)
    {
        var etag = await InsertAsync("a");
        var write = await Table.WriteAsync(P, Operation(kind, "a", etag), None);
        Assert.Equal(TableStatus.Ok, write.Status);
        if (kind == TableOperationKind.Delete)
        {
            Assert.Equal("", write.ETag);
            Assert.Equal(TableStatus.NotFound, (await Table.GetAsync(P, "a", None)).Status);
            return;
        }

        var row = await GetAsync("a");
        Assert.NotEqual(etag, write.ETag);
        Assert.Equal(("y", write.ETag), (row.Text("Text"), row.ETag));
    }

    [Theory]
    [MemberData(nameof(ConditionalKinds))]
    public async Task Conditional_StaleETag_IsContentionAndChangesNothing(TableOperationKind kind)
    {
        var first = await InsertAsync("a");
        var second = await Table.WriteAsync(P, TableOperation.Replace(Row("a", "kept"), first), None);
        foreach (var stale in new[] { first, StaleETag })
        {
            Assert.Equal(TableStatus.Contention, (await Table.WriteAsync(P, Operation(kind, "a", stale), None)).Status);
        }

        var row = await GetAsync("a");
        Assert.Equal(("kept", second.ETag), (row.Text("Text"), row.ETag));
    }

    [Theory]
    [MemberData(nameof(ConditionalKinds))]
    public async Task Conditional_NoRow_IsNotFound(TableOperationKind kind)
    {
        Assert.Equal(TableStatus.NotFound, (await Table.WriteAsync(P, Operation(kind, "absent", StaleETag), None)).Status);
        Assert.Equal(TableStatus.NotFound, (await Table.WriteAsync(P, Operation(kind, "absent", "*"), None)).Status);
        Assert.Equal(TableStatus.NotFound, (await Table.GetAsync(P, "absent", None)).Status);
    }

    [Theory]
    [MemberData(nameof(ConditionalKinds))]
    public async Task Conditional_AnyETag_IsOk(TableOperationKind kind)
    {
        await InsertAsync("a");
        Assert.Equal(TableStatus.Ok, (await Table.WriteAsync(P, Operation(kind, "a", "*"), None)).Status);
    }

    [Theory]
    [MemberData(nameof(UpsertKinds))]
    public async Task Upsert_NewAndExistingRow_IsOk(TableOperationKind kind)
    {
        var first = await Table.WriteAsync(P, Operation(kind, "a", "", "one"), None);
        var second = await Table.WriteAsync(P, Operation(kind, "a", "", "two"), None);
        var row = await GetAsync("a");
        Assert.Equal((TableStatus.Ok, TableStatus.Ok), (first.Status, second.Status));
        Assert.Equal(("two", second.ETag), (row.Text("Text"), row.ETag));
    }

    [Fact]
    public async Task Merge_OtherProperties_KeepsThoseNotNamed()
    {
        var etag = (await Table.WriteAsync(P, TableOperation.Insert(Row("a").Set("Kept", 7).Set("Bytes", TableValue.FromBinary(new byte[] { 1 }))), None)).ETag;
        var merged = await Table.WriteAsync(P, TableOperation.Merge(new TableEntity("a").Set("Text", "new").Set("Added", 9), etag), None);
        Assert.Equal(TableStatus.Ok, merged.Status);
        await Table.WriteAsync(P, TableOperation.MergeUnconditionally(new TableEntity("a").Set("Added", 10)), None);
        var row = await GetAsync("a");
        Assert.Equal(("new", 7, 10), (row.Text("Text"), row.Int64("Kept"), row.Int64("Added")));
        Assert.Equal([1], row.Bytes("Bytes").ToArray());
    }

    [Theory]
    [InlineData(TableOperationKind.Replace)]
    [InlineData(TableOperationKind.UpsertReplace)]
    public async Task Replace_FewerProperties_DropsTheOthers(TableOperationKind kind)
    {
        var etag = (await Table.WriteAsync(P, TableOperation.Insert(Row("a").Set("Dropped", 7)), None)).ETag;
        await Table.WriteAsync(P, Operation(kind, "a", etag), None);
        var row = await GetAsync("a");
        Assert.Equal(["Text"], row.Properties.Select(property => property.Key));
    }

    [Fact]
    public async Task DeleteUnconditionally_AnyVersion_IsOkThenNotFound()
    {
        await InsertAsync("a");
        Assert.Equal(TableStatus.Ok, (await Table.WriteAsync(P, TableOperation.DeleteUnconditionally("a"), None)).Status);
        Assert.Equal(TableStatus.NotFound, (await Table.WriteAsync(P, TableOperation.DeleteUnconditionally("a"), None)).Status);
    }

    [Fact]
    public async Task Insert_AfterDelete_HasAnotherETag()
    {
        var first = await InsertAsync("a");
        await Table.WriteAsync(P, TableOperation.Delete("a", first), None);
        var second = await InsertAsync("a");
        Assert.NotEqual(first, second);
        Assert.Equal(TableStatus.Contention, (await Table.WriteAsync(P, TableOperation.Delete("a", first), None)).Status);
    }

    [Fact]
    public async Task Write_SameKeyInAnotherPartition_IsAnotherRow()
    {
        await InsertAsync("a", "here");
        await Table.WriteAsync("other", TableOperation.Insert(Row("a", "there")), None);
        Assert.Equal("here", (await GetAsync("a")).Text("Text"));
        Assert.Equal(["a"], await KeysAsync(new TableRange("other")));
    }

    [Fact]
    public async Task Write_CancelledBefore_Throws()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.WriteAsync(P, TableOperation.Insert(Row("a")), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.GetAsync(P, "a", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.QueryAsync(new TableRange(P), null, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.SubmitAsync(P, [TableOperation.Insert(Row("a"))], cancelled));
    }
}
