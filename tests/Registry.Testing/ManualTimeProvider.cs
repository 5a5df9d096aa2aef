namespace Registry.Testing;

/// <summary>
/// A clock that stands still until it is moved. Wall clock and monotonic clock move together, or apart (a clock that was set, a
/// machine that slept). Timers run on the monotonic clock and fire inside the call that moves it, on its thread, in the order
/// they are due; those due together fire in the order they were set.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private DateTimeOffset _wall = start;
    private long _monotonic = TimeSpan.TicksPerDay;
    private long _sequence;

    /// <summary>Starts at 2026-01-01T00:00:00Z.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are set.</summary>
    public int TimerCount
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>How long until the next timer is due; null when none is set.</summary>
    public TimeSpan? UntilNextTimer
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count == 0 ? null : TimeSpan.FromTicks(Math.Max(0, _timers.Min(timer => timer.Due) - _monotonic));
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _wall;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _monotonic;
        }
    }

    /// <summary>Moves both clocks on. Each timer on the way fires when the clock has reached it.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (_gate)
        {
            target = _monotonic + by.Ticks;
        }

        while (TakeDue(target) is { } due)
        {
            due.Fire();
        }
    }

    /// <summary>Moves the wall clock alone, to either side: somebody set it.</summary>
    public void AdvanceWall(TimeSpan by)
    {
        lock (_gate)
        {
            _wall += by;
        }
    }

    /// <summary>Moves the monotonic clock alone (the wall clock was held back); timers fire.</summary>
    public void AdvanceMonotonic(TimeSpan by)
    {
        Advance(by);
        AdvanceWall(-by);
    }

    /// <summary>Completes once at least this many timers are set: whatever was to wait is waiting now.</summary>
    public Task WaitForTimersAsync(int count)
    {
        lock (_gate)
        {
            if (_timers.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Due = _monotonic + dueTime.Ticks;
            timer.Period = period > TimeSpan.Zero ? period.Ticks : 0;
            timer.Order = ++_sequence;
            _timers.Add(timer);
            Announce();
        }
    }

    internal void Cancel(ManualTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private ManualTimer? TakeDue(long target)
    {
        lock (_gate)
        {
            var due = _timers.Where(timer => timer.Due <= target).MinBy(timer => (timer.Due, timer.Order));
            var reached = Math.Max(_monotonic, due?.Due ?? target);
            _wall += TimeSpan.FromTicks(reached - _monotonic);
            _monotonic = reached;
            if (due is null)
            {
                return null;
            }

            _timers.Remove(due);
            if (due.Period > 0)
            {
                due.Due += due.Period;
                due.Order = ++_sequence;
                _timers.Add(due);
            }

            return due;
        }
    }

    private void Announce()
    {
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            if (_waiters[i].Count <= _timers.Count)
            {
                _waiters[i].Reached.SetResult();
                _waiters.RemoveAt(i);
            }
        }
    }
}
