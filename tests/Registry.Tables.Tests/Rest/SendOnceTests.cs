using Registry.Core;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.Rest;
using Registry.Testing;
using Xunit;

namespace Registry.Tables.Tests.Rest;

/// <summary>A write goes out once, whatever happens to it: neither this client nor Azure.Core's pipeline nor the HTTP transport sends it again.</summary>
public sealed class SendOnceTests
{
    public static TheoryData<string> Writes => ["insert", "upsert", "delete", "transaction"];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_AnsweredWith500_IsSentOnceAndUnknown(string kind)
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(500);
        Assert.Equal(TableStatus.OutcomeUnknown, await WriteAsync(h.Table, kind));
        Assert.Single(h.Transport.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Write_Throttled_IsSentOnce(int status)
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(status, RestTableHarness.Busy, retryAfter: "0");
        Assert.Equal(TableStatus.Throttled, await WriteAsync(h.Table, "insert"));
        Assert.Single(h.Transport.Requests);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_NoAnswerInTime_IsSentOnceAndUnknown(string kind)
    {
        using var h = new RestTableHarness();
        h.Transport.Hang();
        var write = WriteAsync(h.Table, kind);
        h.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TableStatus.OutcomeUnknown, await write);
        Assert.Single(h.Transport.Requests);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_PooledConnectionEndsBeforeTheAnswer_ArrivesOnceAndIsUnknown(string kind)
    {
        await using var server = new BreakingServer();
        using var table = Open(server.Port);
        // The second request of a connection is the one that the transport would repeat on another.
        Assert.Equal(TableStatus.NotFound, (await table.GetAsync("p", "a", CancellationToken.None)).Status);
        Assert.Equal(TableStatus.OutcomeUnknown, await WriteAsync(table, kind));
        Assert.Equal(1, server.Writes);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_ServerGoneAfterTheRequest_IsUnknownThoughTheLastErrorIsRefused(string kind)
    {
        await using var server = new BreakingServer { StopListeningAfterWrite = true };
        using var table = Open(server.Port);
        Assert.Equal(TableStatus.NotFound, (await table.GetAsync("p", "a", CancellationToken.None)).Status);
        Assert.Equal(TableStatus.OutcomeUnknown, await WriteAsync(table, kind));
        Assert.Equal(1, server.Writes);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_NothingListens_IsUnavailable(string kind)
    {
        using var table = Open(Registry.Tables.Azurite.LoopbackPort.Free());
        Assert.Equal(TableStatus.Unavailable, await WriteAsync(table, kind));
    }

    [Fact]
    public async Task Write_CancelledByTheCaller_Throws()
    {
        using var h = new RestTableHarness();
        using var cancelled = new CancellationTokenSource();
        h.Transport.Hang();
        var write = h.Table.WriteAsync("p", TableOperation.Insert(new TableEntity("a")), cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
    }

    private static RestTable Open(int port)
    {
        var connection = AzuriteFixture.Parse(Registry.Tables.Azurite.AzuriteProcess.ConnectionStringFor(port));
        var time = TimeProvider.System;
        return new RestTable(connection, "registry", new TableOptions(), time, new StorageClock(time), new TableCounters(), Entropy.System);
    }

    private static async Task<TableStatus> WriteAsync(RestTable table, string kind)
    {
        var insert = TableOperation.Insert(new TableEntity("a").Set("Text", "x"));
        return kind switch
        {
            "insert" => (await table.WriteAsync("p", insert, CancellationToken.None)).Status,
            "upsert" => (await table.WriteAsync("p", TableOperation.ReplaceUnconditionally(new TableEntity("a")), CancellationToken.None)).Status,
            "delete" => (await table.WriteAsync("p", TableOperation.Delete("a", "W/\"1\""), CancellationToken.None)).Status,
            _ => (await table.SubmitAsync("p", [insert], CancellationToken.None)).Status,
        };
    }
}
