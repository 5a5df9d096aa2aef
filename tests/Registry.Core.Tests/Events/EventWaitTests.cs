using Registry.Core.Events;
using Registry.Core.Sharding;

namespace Registry.Core.Tests.Events;

/// <summary>Waiting for what happens next, on a clock that is moved by hand.</summary>
public sealed class EventWaitTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly EventHarness _harness = new();

    [Fact]
    public async Task Wait_ChangeOfThisInstance_EndsIt()
    {
        var registry = _harness.Registry();
        var waiting = EventHarness.TryReadAsync(registry, await EventHarness.StartAsync(registry), wait: Minute);
        Assert.False(waiting.IsCompleted);

        await EventHarness.RegisterAsync(registry, "a");

        Assert.Equal("a", Assert.Single((await Batch(waiting)).Events).AgentId);
    }

    [Fact]
    public async Task Wait_ChangeOfAnotherInstance_EndsItWithinASecond()
    {
        var (first, second) = (_harness.Registry(), _harness.Registry());
        var waiting = EventHarness.TryReadAsync(second, await EventHarness.StartAsync(second), wait: Minute);
        await EventHarness.RegisterAsync(first, "a");
        var started = _harness.Time.GetTimestamp();

        await AdvanceUntilAsync(waiting);

        Assert.Equal("a", Assert.Single((await Batch(waiting)).Events).AgentId);
        Assert.InRange(_harness.Time.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Wait_NothingHappens_EndsAtItsTimeWithTheCursorMovedOn()
    {
        var registry = _harness.Registry();
        var waiting = EventHarness.TryReadAsync(registry, await EventHarness.StartAsync(registry), EventHarness.Of("other"), wait: TimeSpan.FromSeconds(2.5));
        await EventHarness.RegisterManyAsync(registry, 20);
        Assert.False(waiting.IsCompleted);
        var started = _harness.Time.GetTimestamp();

        await AdvanceUntilAsync(waiting);

        var batch = await Batch(waiting);
        Assert.Empty(batch.Events);
        Assert.Equal((await EventHarness.StartAsync(registry)).ToString(), batch.Cursor.ToString());
        Assert.InRange(_harness.Time.GetElapsedTime(started), TimeSpan.FromSeconds(2.4), TimeSpan.FromSeconds(2.6));
    }

    [Fact]
    public async Task Wait_OnlyWatchersOfWhatChanged_WakeUp()
    {
        var registry = _harness.Registry();
        var now = await EventHarness.StartAsync(registry);
        var wanted = new[] { EventFilter.All, EventHarness.Types("agent.*"), EventHarness.Types("*"), EventHarness.Of("a"), EventHarness.Types(ChangeTypes.Expired, ChangeTypes.Registered) }
            .Select(filter => EventHarness.TryReadAsync(registry, now, filter, wait: Minute)).ToList();
        var unwanted = new[] { EventHarness.Of("b"), EventHarness.Types("agent.status.*"), new EventFilter([ChangeTypes.Expired], "a") }
            .Select(filter => EventHarness.TryReadAsync(registry, now, filter, wait: Minute)).ToList();

        await EventHarness.RegisterAsync(registry, "a");

        foreach (var waiting in wanted)
        {
            Assert.Single((await Batch(waiting)).Events);
        }

        Assert.All(unwanted, waiting => Assert.False(waiting.IsCompleted));
    }

    [Fact]
    public async Task Wait_TenThousand_ReadStorageAsOneDoesAndNobodyAfterwards()
    {
        var registry = _harness.Registry();
        var now = await EventHarness.StartAsync(registry);
        using var gone = new CancellationTokenSource();
        var polls = Enumerable.Range(0, 10_000)
            .Select(i => registry.Events.ReadAsync(now, EventHarness.Of($"x{i}"), 1, Minute, CancellationToken.None, gone.Token)).ToList();
        var before = _harness.Counters.Snapshot.Queries;

        await AdvanceAsync(TimeSpan.FromSeconds(5), timers: 10_000 + _harness.Partitions);

        // Each partition at most once per half a second.
        Assert.InRange(_harness.Counters.Snapshot.Queries - before, 10, 11 * _harness.Partitions);

        await EventHarness.RegisterAsync(registry, "x77");
        Assert.Single((await Batch(polls[77])).Events);
        Assert.Equal(1, polls.Count(poll => poll.IsCompleted));

        await gone.CancelAsync();
        Assert.Equal(10_000, (await Task.WhenAll(polls)).Length);

        // The loops find at their next turn that nobody waits any more.
        before = _harness.Counters.Snapshot.Queries;
        while (_harness.Time.TimerCount > 0)
        {
            _harness.Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Assert.Equal(before, _harness.Counters.Snapshot.Queries);
    }

    [Fact]
    public async Task Wait_ProcessStops_AnswersWhatThereIs()
    {
        var registry = _harness.Registry();
        using var stopping = new CancellationTokenSource();
        var now = await EventHarness.StartAsync(registry);
        var waiting = registry.Events.ReadAsync(now, EventFilter.All, 10, Minute, stopping.Token, CancellationToken.None);

        await stopping.CancelAsync();

        Assert.Equal(now.ToString(), (await Batch(waiting)).Cursor.ToString());
    }

    [Fact]
    public async Task Wait_CursorFarBehindAFilter_LooksOnUntilItFinds()
    {
        var registry = _harness.Registry();
        var oldest = await EventHarness.StartAsync(registry, EventFeed.Oldest);
        await EventHarness.RegisterManyAsync(registry, 3000);
        await EventHarness.UnregisterAsync(registry, "a0");

        var batch = await Batch(EventHarness.TryReadAsync(registry, oldest, EventHarness.Types(ChangeTypes.Unregistered), wait: Minute));

        Assert.Equal("a0", Assert.Single(batch.Events).AgentId);
    }

    private static async Task<EventBatch> Batch(Task<Outcome<EventBatch>> reading)
    {
        Assert.True((await reading).Is(out var batch, out var refusal), refusal?.Detail);
        return batch;
    }

    /// <summary>One poll: its timer, and those of the loops over the partitions.</summary>
    private async Task AdvanceUntilAsync(Task waiting)
    {
        while (!waiting.IsCompleted)
        {
            await StepAsync(timers: 1 + _harness.Partitions, waiting);
        }
    }

    private async Task AdvanceAsync(TimeSpan by, int timers)
    {
        var end = _harness.Time.GetUtcNow() + by;
        while (_harness.Time.GetUtcNow() < end)
        {
            await StepAsync(timers, null);
        }
    }

    /// <summary>A small step of the clock; then until all that wait are waiting again.</summary>
    private async Task StepAsync(int timers, Task? waiting)
    {
        _harness.Time.Advance(TimeSpan.FromMilliseconds(50));
        while (_harness.Time.TimerCount < timers && waiting is not { IsCompleted: true })
        {
            await Task.Yield();
        }
    }
}
