namespace Registry.Testing.Simulation;

/// <summary>
/// The clocks of one process: a monotonic one that may drift, and a wall clock that may be wrong and may jump. Its timers post to
/// the process's context.
/// </summary>
public sealed class SimTimeProvider : TimeProvider
{
    private readonly SimScheduler _scheduler;
    private readonly SimContext _context;
    private readonly double _rate;
    private readonly long _monotonicStart;

    /// <param name="scheduler">Gives true time.</param>
    /// <param name="context">Whose clocks these are.</param>
    /// <param name="driftPpm">By how many millionths the monotonic clock is too fast.</param>
    /// <param name="monotonicStart">What the monotonic clock shows when the run begins.</param>
    public SimTimeProvider(SimScheduler scheduler, SimContext context, double driftPpm = 0, long monotonicStart = 0)
    {
        _scheduler = scheduler;
        _context = context;
        _rate = 1 + (driftPpm * 1e-6);
        _monotonicStart = monotonicStart;
    }

    /// <summary>How wrong the wall clock is now.</summary>
    public TimeSpan WallOffset { get; set; }

    /// <summary>How long the machine slept in all: its monotonic clock stood still meanwhile.</summary>
    public TimeSpan Slept { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        _scheduler.IsOwnThread($"the wall clock of {_context.Name} was read");
        return _scheduler.UtcNow + WallOffset;
    }

    public override long GetTimestamp()
    {
        _scheduler.IsOwnThread($"the monotonic clock of {_context.Name} was read");
        return _monotonicStart + (long)((_scheduler.Now - Slept.Ticks) * _rate);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _scheduler.IsOwnThread($"a timer of {_context.Name} was created");
        var timer = new SimTimer(_scheduler, _context, this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>How long a duration of this clock really is. At least one tick, so that a timer of zero cannot stop time.</summary>
    internal long TrueTicks(TimeSpan duration) => Math.Max(1, (long)Math.Ceiling(duration.Ticks / _rate));
}
