using Registry.Testing;
using Xunit;

namespace Registry.Tables.Tests.Testing;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Advance_Timers_FireInOrderAtTheirTime()
    {
        var start = _time.GetUtcNow();
        var fired = new List<(string Name, double Ms)>();
        using var late = Timer("late", 30);
        using var early = Timer("early", 10);
        using var together = Timer("together", 30);
        using var periodic = _time.CreateTimer(_ => Note("periodic"), null, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20));
        using var beyond = Timer("beyond", 51);
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal([("early", 10), ("periodic", 20), ("late", 30), ("together", 30), ("periodic", 40)], fired);
        Assert.Equal((2, TimeSpan.FromMilliseconds(1)), (_time.TimerCount, _time.UntilNextTimer));

        ITimer Timer(string name, int ms) => _time.CreateTimer(_ => Note(name), null, TimeSpan.FromMilliseconds(ms), Timeout.InfiniteTimeSpan);
        void Note(string name) => fired.Add((name, (_time.GetUtcNow() - start).TotalMilliseconds));
    }

    [Fact]
    public async Task Advance_Delay_CompletesWhenDue()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(1), _time);
        await _time.WaitForTimersAsync(1);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(delay.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await delay;
    }

    [Fact]
    public void AdvanceWall_LeavesTheMonotonicClock()
    {
        var (wall, monotonic) = (_time.GetUtcNow(), _time.GetTimestamp());
        _time.AdvanceWall(TimeSpan.FromHours(-1));
        Assert.Equal((wall.AddHours(-1), monotonic), (_time.GetUtcNow(), _time.GetTimestamp()));
        _time.AdvanceMonotonic(TimeSpan.FromSeconds(2));
        Assert.Equal((wall.AddHours(-1), TimeSpan.FromSeconds(2)), (_time.GetUtcNow(), _time.GetElapsedTime(monotonic)));
    }
}
