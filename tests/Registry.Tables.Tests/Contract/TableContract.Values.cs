using Registry.Core.Storage;
using Xunit;

namespace Registry.Tables.Tests.Contract;

public abstract partial class TableContract
{
    public static TheoryData<string> Texts =>
    [
        "",
        "plain",
        "line one\nline two\r\n\ttabbed",
        "{\"name\":\"x\",\"quoted\":\"a \\\"b\\\" c\"}",
        "' '' \" \\ / < > & % + ;",
        "äöü ß € 漢字 😀 👩‍👩‍👧",
        "separators \u2028 and \u2029, NUL \u0000, \u001f, \u007f, \ufeff",
        "--changeset_ HTTP/1.1 412 }{",
        "2026-01-01T00:00:00Z",
        "12345",
        "true",
    ];

    public static TheoryData<string> Keys =>
    [
        "n_agent!0000000000000000001", "a@b", "urn:agent:1", "with space", "it's", "''", "'a','b'", "a\"b", "a+b&c=d", "100%", "%27", "ключ", "😀", "(x)", "a,RowKey='b", "~._-$",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_AnyUtf8_ComesBackAsItWas(string text)
    {
        var entity = new TableEntity("a").Set("Text", TableValue.FromUtf8(Utf8(text)));
        Assert.Equal(TableStatus.Ok, (await Table.WriteAsync(P, TableOperation.Insert(entity), None)).Status);
        Assert.True((await Table.SubmitAsync(P, [TableOperation.Insert(Row("b", text)), TableOperation.Insert(Row("c", text))], None)).IsOk);
        foreach (var row in await ReadAllAsync(new TableRange(P)))
        {
            Assert.Equal(Utf8(text), row.Bytes("Text").ToArray());
        }
    }

    [Fact]
    public async Task Text_AsLongAsAllowed_ComesBackAsItWas()
    {
        foreach (var text in new[] { new string('x', 32_000), new string('"', 32_000), string.Concat(Enumerable.Repeat("😀", 16_000)), new string('é', 32_768) })
        {
            Assert.True((await Table.WriteAsync(P, TableOperation.ReplaceUnconditionally(Row("a", text)), None)).IsOk);
            Assert.Equal(text, (await GetAsync("a")).Text("Text"));
        }
    }

    [Fact]
    public async Task Values_OfEveryKind_ComeBackAsTheyWere()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(n => (byte)n)];
        var entity = new TableEntity("a")
            .Set("Max", long.MaxValue).Set("Min", long.MinValue).Set("Zero", 0)
            .Set("Yes", TableValue.FromBoolean(true)).Set("No", TableValue.FromBoolean(false))
            .Set("Bytes", TableValue.FromBinary(bytes)).Set("Nothing", TableValue.FromBinary(default)).Set("Empty", "");
        Assert.True((await Table.WriteAsync(P, TableOperation.Insert(entity), None)).IsOk);
        var row = await GetAsync("a");
        Assert.Equal((long.MaxValue, long.MinValue, 0), (row.Int64("Max"), row.Int64("Min"), row.Int64("Zero")));
        Assert.True(row.TryGet("Yes", out var yes) && yes.Boolean && yes.Kind == TableValueKind.Boolean);
        Assert.True(row.TryGet("No", out var no) && !no.Boolean);
        Assert.True(row.TryGet("Bytes", out var binary) && binary.Kind == TableValueKind.Binary);
        Assert.Equal(bytes, binary.Bytes.ToArray());
        Assert.True(row.TryGet("Nothing", out var nothing) && nothing.Kind == TableValueKind.Binary && nothing.Bytes.IsEmpty);
        Assert.True(row.TryGet("Empty", out var empty) && empty.Kind == TableValueKind.Text && empty.Bytes.IsEmpty);
        Assert.True(row.TryGet("Zero", out var zero) && zero.Kind == TableValueKind.Int64);
    }

    [Fact]
    public async Task Values_BytesChangedAfterTheWrite_AreNotTheRows()
    {
        var bytes = new byte[] { 1, 2, 3 };
        var entity = new TableEntity("a").Set("Bytes", TableValue.FromBinary(bytes));
        await Table.WriteAsync(P, TableOperation.Insert(entity), None);
        bytes[0] = 9;
        entity.Set("Bytes", "changed");
        var row = await GetAsync("a");
        Assert.Equal([1, 2, 3], row.Bytes("Bytes").ToArray());
        row.Set("Bytes", "changed");
        Assert.Equal([1, 2, 3], (await GetAsync("a")).Bytes("Bytes").ToArray());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Key_AnyAllowed_IsInsertedReadFoundReplacedAndDeleted(string key)
    {
        var etag = await InsertAsync(key);
        Assert.Equal(key, (await GetAsync(key)).RowKey);
        Assert.Equal([key], await KeysAsync(new TableRange(P, key, key)));
        var replaced = await Table.WriteAsync(P, TableOperation.Replace(Row(key, "y"), etag), None);
        Assert.Equal(TableStatus.Ok, replaced.Status);
        Assert.Equal(TableStatus.Ok, (await Table.WriteAsync(P, TableOperation.Delete(key, replaced.ETag), None)).Status);
        Assert.Equal(TableStatus.NotFound, (await Table.GetAsync(P, key, None)).Status);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Key_AnyAllowed_WorksInTransactions(string key)
    {
        if (AzuriteMisreads(key))
        {
            return;
        }

        var first = await Table.SubmitAsync(P, [TableOperation.Insert(Row(key, "1")), TableOperation.ReplaceUnconditionally(Row(key + "2", "1"))], None);
        Assert.True(first.IsOk);
        var second = await Table.SubmitAsync(P, [TableOperation.Merge(Row(key, "2"), first.ETags[0]), TableOperation.Delete(key + "2", first.ETags[1])], None);
        Assert.True(second.IsOk);
        Assert.Equal("2", Assert.Single(await ReadAllAsync(new TableRange(P))).Text("Text"));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    public async Task Key_ForbiddenCharacter_Throws(string key)
    {
        await Assert.ThrowsAsync<TableRequestException>(() => Table.WriteAsync(P, TableOperation.Insert(Row(key)), None));
        await Assert.ThrowsAsync<TableRequestException>(() => Table.SubmitAsync(P, [TableOperation.Insert(Row(key))], None));
        await Assert.ThrowsAsync<TableRequestException>(() => Table.GetAsync(P, key, None));
        await Assert.ThrowsAsync<TableRequestException>(() => Table.WriteAsync(key, TableOperation.Insert(Row("a")), None));
    }

    [Fact]
    public async Task Key_HalfASurrogatePair_Throws()
    {
        await Assert.ThrowsAsync<TableRequestException>(() => Table.WriteAsync(P, TableOperation.Insert(Row("a\ud83d")), None));
    }

    [Fact]
    public async Task Key_AsLongAsAllowed_IsOkAndOneMoreThrows()
    {
        var key = new string('k', TableLimits.KeyBytes / 2);
        await InsertAsync(key);
        Assert.Equal(key, (await GetAsync(key)).RowKey);
        await Assert.ThrowsAsync<TableRequestException>(() => Table.WriteAsync(P, TableOperation.Insert(Row(key + "k")), None));
    }

    [Fact]
    public async Task Property_AtTheLimit_IsOkAndOneMoreIsTooLarge()
    {
        await InsertAsync("text", new string('x', TableLimits.PropertyBytes / 2));
        Assert.Equal(TableStatus.TooLarge, (await Table.WriteAsync(P, TableOperation.Insert(Row("text2", new string('x', (TableLimits.PropertyBytes / 2) + 1))), None)).Status);
        Assert.Equal(TableStatus.Ok, (await Table.WriteAsync(P, Binary("bytes", TableLimits.PropertyBytes), None)).Status);
        Assert.Equal(TableStatus.TooLarge, (await Table.WriteAsync(P, Binary("bytes2", TableLimits.PropertyBytes + 1), None)).Status);
        var transaction = await Table.SubmitAsync(P, [TableOperation.Insert(Row("a")), Binary("bytes2", TableLimits.PropertyBytes + 1)], None);
        Assert.Equal((TableStatus.TooLarge, 1, "PropertyValueTooLarge"), (transaction.Status, transaction.FailedIndex, transaction.Code));
        Assert.Equal(["bytes", "text"], await KeysAsync(new TableRange(P)));

        static TableOperation Binary(string key, int length) =>
            TableOperation.Insert(new TableEntity(key).Set("Bytes", TableValue.FromBinary(new byte[length])));
    }

    [Fact]
    public async Task Entity_OverTheLimit_IsTooLarge()
    {
        var entity = new TableEntity("a");
        for (var n = 0; n < 17; n++)
        {
            entity.Set($"P{n}", new string('x', TableLimits.PropertyBytes / 2));
        }

        Assert.Equal(TableStatus.TooLarge, (await Table.WriteAsync(P, TableOperation.Insert(entity), None)).Status);
        Assert.Empty(await KeysAsync(new TableRange(P)));
    }

    [Fact]
    public async Task Entity_TooManyProperties_IsTooLarge()
    {
        var entity = new TableEntity("a");
        for (var n = 0; n <= TableLimits.EntityProperties; n++)
        {
            entity.Set($"P{n}", n);
        }

        Assert.Equal(TableStatus.TooLarge, (await Table.WriteAsync(P, TableOperation.Insert(entity), None)).Status);
    }

    /// <summary>
    /// Azurite 3.35.0 finds the keys in the address of a transaction's operation by a pattern that a quote followed by a comma confuses:
    /// the row lands in another partition. No key of this registry holds a comma.
    /// </summary>
    protected virtual bool AzuriteMisreads(string key) => false;
}
