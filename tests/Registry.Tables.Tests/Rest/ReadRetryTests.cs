using System.Globalization;
using Registry.Core.Storage;
using Xunit;

namespace Registry.Tables.Tests.Rest;

public sealed class ReadRetryTests
{
    [Fact]
    public async Task Get_ThrottledThenFound_WaitsAndGivesTheRow()
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(503, RestTableHarness.Busy).Throw(RestTableHarness.Refused()).Answer(200, RestTableHarness.Found);
        var read = h.Table.GetAsync("p", "a", CancellationToken.None);
        // random(0, 100 ms) is 50 ms with this entropy, then random(0, 200 ms) 100 ms.
        await AdvanceAfterAsync(h, requests: 1, TimeSpan.FromMilliseconds(50));
        await AdvanceAfterAsync(h, requests: 2, TimeSpan.FromMilliseconds(100));
        Assert.Equal("x", (await read).Value!.Text("Text"));
        Assert.Equal(3, h.Counters.Snapshot.Gets);
    }

    [Theory]
    [InlineData("1", 1000)]
    [InlineData("600", 3000)]
    [InlineData("Thu, 01 Jan 2026 00:00:02 GMT", 2000)]
    [InlineData("-5", 50)]
    [InlineData("soon", 50)]
    public async Task Query_RetryAfter_IsHonouredUpToTheCap(string retryAfter, int waitMs)
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(429, date: "Thu, 01 Jan 2026 00:00:00 GMT", retryAfter: retryAfter).Answer(200, "{\"value\":[]}");
        var read = h.Table.QueryAsync(new TableRange("p"), null, CancellationToken.None);
        await AdvanceAfterAsync(h, requests: 1, TimeSpan.FromMilliseconds(waitMs));
        Assert.Equal(TableStatus.Ok, (await read).Status);
        Assert.Equal(2, h.Counters.Snapshot.Queries);
    }

    [Fact]
    public async Task Get_NeverAnAnswer_EndsAfterTheAttempts()
    {
        using var h = new RestTableHarness();
        for (var n = 0; n < 4; n++)
        {
            h.Transport.Throw(RestTableHarness.Refused());
        }

        var read = h.Table.GetAsync("p", "a", CancellationToken.None);
        for (var n = 1; n < 4; n++)
        {
            await AdvanceAfterAsync(h, n, TimeSpan.FromMilliseconds(25 << n));
        }

        Assert.Equal(TableStatus.Unavailable, (await read).Status);
        Assert.Equal(4, h.Transport.Requests.Count);
    }

    [Fact]
    public async Task Get_NoTimeLeftForTheWait_EndsAtOnce()
    {
        using var h = new RestTableHarness(options: new TableOptions { ReadTimeout = TimeSpan.FromSeconds(1) });
        h.Transport.Answer(503, RestTableHarness.Busy, retryAfter: "2");
        Assert.Equal(TableStatus.Throttled, (await h.Table.GetAsync("p", "a", CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Get_Hangs_EndsWithItsTime()
    {
        using var h = new RestTableHarness();
        h.Transport.Hang();
        var read = h.Table.GetAsync("p", "a", CancellationToken.None);
        h.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(read.IsCompleted);
        h.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(TableStatus.Unavailable, (await read).Status);
    }

    [Fact]
    public async Task Get_CancelledWhileWaiting_Throws()
    {
        using var h = new RestTableHarness();
        using var cancelled = new CancellationTokenSource();
        h.Transport.Answer(503, RestTableHarness.Busy);
        var read = h.Table.GetAsync("p", "a", cancelled.Token);
        await h.Time.WaitForTimersAsync(2);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Theory]
    [InlineData(404, TableStatus.NotFound)]
    [InlineData(403, TableStatus.Denied)]
    public async Task Get_OtherRefusal_IsNotRetried(int status, TableStatus expected)
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(status);
        Assert.Equal(expected, (await h.Table.GetAsync("p", "a", CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Get_NotTheServicesJson_Throws()
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(200, "<html>");
        await Assert.ThrowsAsync<TableRequestException>(() => h.Table.GetAsync("p", "a", CancellationToken.None));
    }

    [Fact]
    public async Task Get_EveryAnswer_TellsTheClockItsDate()
    {
        using var h = new RestTableHarness();
        var date = h.Time.GetUtcNow().AddMinutes(7).ToString("R", CultureInfo.InvariantCulture);
        h.Transport.Answer(404, date: date).Answer(412, date: date);
        await h.Table.GetAsync("p", "a", CancellationToken.None);
        await h.Table.WriteAsync("p", TableOperation.Delete("a", "W/\"1\""), CancellationToken.None);
        Assert.True(h.Clock.TryNow(out var now));
        Assert.InRange(h.Time.GetUtcNow().AddMinutes(7).ToUnixTimeMilliseconds(), now.Lower, now.Upper);
    }

    private static async Task AdvanceAfterAsync(RestTableHarness h, int requests, TimeSpan by)
    {
        await h.Transport.NextRequestAsync();
        // The read's deadline and the wait.
        await h.Time.WaitForTimersAsync(2);
        Assert.Equal(requests, h.Transport.Requests.Count);
        Assert.Equal(by, h.Time.UntilNextTimer);
        h.Time.Advance(by);
    }
}
