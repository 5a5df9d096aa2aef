using System.Text;
using Registry.Core.Storage;
using Xunit;

namespace Registry.Tables.Tests.Contract;

/// <summary>What every implementation of <see cref="ITable"/> does. Where Azurite is known to differ from the service, the test says so.</summary>
public abstract partial class TableContract : IAsyncLifetime
{
    protected const string P = "partition";
    protected const string StaleETag = "W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"";

    private ITable? _table;

    protected ITable Table => _table!;

    protected static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync() => _table = await CreateAsync();

    public Task DisposeAsync()
    {
        (_table as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A new table that exists.</summary>
    protected abstract Task<ITable> CreateAsync();

    /// <summary>A table that was never created.</summary>
    protected abstract Task<ITable> OpenMissingAsync();

    protected static TableEntity Row(string key, string text = "x") => new TableEntity(key).Set("Text", text);

    protected async Task<string> InsertAsync(string key, string text = "x")
    {
        var write = await Table.WriteAsync(P, TableOperation.Insert(Row(key, text)), None);
        Assert.Equal(TableStatus.Ok, write.Status);
        return write.ETag;
    }

    protected async Task<TableEntity> GetAsync(string key)
    {
        var read = await Table.GetAsync(P, key, None);
        Assert.Equal(TableStatus.Ok, read.Status);
        return read.Value!;
    }

    protected async Task<List<TableEntity>> ReadAllAsync(TableRange range, List<int>? pages = null)
    {
        var rows = new List<TableEntity>();
        string? continuation = null;
        do
        {
            var read = await Table.QueryAsync(range, continuation, None);
            Assert.Equal(TableStatus.Ok, read.Status);
            rows.AddRange(read.Value!.Entities);
            pages?.Add(read.Value.Entities.Count);
            continuation = read.Value.Continuation;
        }
        while (continuation is not null);
        return rows;
    }

    protected async Task<string[]> KeysAsync(TableRange range) => [.. (await ReadAllAsync(range)).Select(row => row.RowKey)];

    protected static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
