using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Registry.Functions.Jobs;
using Registry.Functions.Settings;
using Registry.Testing;

namespace Registry.Functions.Tests.Jobs;

public sealed class ScheduledJobTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _time = new();
    private readonly Channel<DateTimeOffset> _runs = Channel.CreateUnbounded<DateTimeOffset>();
    private readonly LogOf<ScheduledJob> _log = new();

    [Fact]
    public async Task Start_EveryFifteenSeconds_RunsAtEachOccurrenceAndNotBefore()
    {
        using var job = Job("*/15 * * * * *", _ => Task.CompletedTask);
        await job.StartAsync(CancellationToken.None);

        await WaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(_runs.Reader.TryPeek(out _));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(At(15), await RunAsync());
        await WaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(At(30), await RunAsync());

        await job.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Run_LongerThanTheInterval_LeavesOccurrencesOutAndNeverOverlaps()
    {
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var job = Job("*/15 * * * * *", _ => finish.Task);
        await job.StartAsync(CancellationToken.None);
        await WaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(At(15), await RunAsync());

        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(0, _time.TimerCount);
        Assert.False(_runs.Reader.TryPeek(out _));
        finish.SetResult();
        await WaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(At(60), await RunAsync());

        await job.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Run_Throws_IsLoggedAndRunsAgain()
    {
        using var job = Job("*/15 * * * * *", _ => throw new InvalidOperationException("broken"));
        await job.StartAsync(CancellationToken.None);
        for (var second = 15; second <= 45; second += 15)
        {
            await WaitingAsync();
            _time.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal(At(second), await RunAsync());
        }

        await job.StopAsync(CancellationToken.None);
        Assert.Equal(3, _log.Entries.Count(entry => entry.Level == LogLevel.Error && entry.Error is InvalidOperationException && entry.Text.Contains("test", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_CancelledByItself_RunsAgain()
    {
        using var job = Job("*/15 * * * * *", _ => throw new OperationCanceledException());
        await job.StartAsync(CancellationToken.None);
        for (var second = 15; second <= 30; second += 15)
        {
            await WaitingAsync();
            _time.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal(At(second), await RunAsync());
        }

        await job.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Stop_WhileARunIsOn_CancelsItAndEnds()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var job = Job("*/15 * * * * *", async token =>
        {
            await using var registration = token.Register(cancelled.SetResult);
            await cancelled.Task;
            token.ThrowIfCancellationRequested();
        });
        await job.StartAsync(CancellationToken.None);
        await WaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(15));
        await RunAsync();

        await job.StopAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.True(job.ExecuteTask?.IsCompletedSuccessfully);
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Wait_WallClockSetForward_RunsWithinASliceOfTheOccurrence()
    {
        using var job = Job("0 0 * * * *", _ => Task.CompletedTask);
        await job.StartAsync(CancellationToken.None);
        await WaitingAsync();

        _time.AdvanceWall(TimeSpan.FromMinutes(59.9));
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(At(3624), await RunAsync());
        await job.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Wait_WallClockSetBack_FollowsIt()
    {
        using var job = Job("*/15 * * * * *", _ => Task.CompletedTask);
        await job.StartAsync(CancellationToken.None);
        await WaitingAsync();

        _time.AdvanceWall(TimeSpan.FromHours(-2));
        _time.Advance(TimeSpan.FromSeconds(15));
        await WaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(At(30 - 7200), await RunAsync());
        await job.StopAsync(CancellationToken.None);
    }

    private ScheduledJob Job(string expression, Func<CancellationToken, Task> run)
    {
        Assert.True(Schedule.TryParse(expression, out var schedule));
        return new ScheduledJob("test", schedule, Recorded, _time, _log);

        Task Recorded(CancellationToken token)
        {
            Assert.True(_runs.Writer.TryWrite(_time.GetUtcNow()));
            return run(token);
        }
    }

    private Task WaitingAsync() => _time.WaitForTimersAsync(1).WaitAsync(Patience);

    private Task<DateTimeOffset> RunAsync() => _runs.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private static DateTimeOffset At(int second) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(second);
}
