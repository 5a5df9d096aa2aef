namespace Registry.Testing.Simulation;

/// <summary>A timer of one process: it fires by posting to that process's context, so a dead process has none.</summary>
internal sealed class SimTimer(SimScheduler scheduler, SimContext context, SimTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    private long _version;
    private TimeSpan _period;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_version < 0)
        {
            return false;
        }

        _version++;
        _period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Schedule(dueTime);
        }

        return true;
    }

    public void Dispose() => _version = -1;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Schedule(TimeSpan due)
    {
        var version = _version;
        scheduler.At(scheduler.Now + clock.TrueTicks(due), () =>
        {
            if (version == _version && !context.IsDead)
            {
                context.Post(_ => Fire(version), null);
            }
        });
    }

    private void Fire(long version)
    {
        if (version != _version)
        {
            return;
        }

        if (_period > TimeSpan.Zero)
        {
            Schedule(_period);
        }

        callback(state);
    }
}
