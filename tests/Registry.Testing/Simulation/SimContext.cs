namespace Registry.Testing.Simulation;

/// <summary>
/// Where one process's continuations run (an instance of the registry, a client, the storage service). They run one at a time,
/// in an order that the seed decides, as on a thread pool: what one post does before another is not promised.
/// A context can be paused at any await and killed for good.
/// </summary>
public sealed class SimContext : SynchronizationContext
{
    private readonly SimScheduler _scheduler;
    private readonly List<SimWork> _queue = [];

    internal SimContext(SimScheduler scheduler, string name, int number, double pauseRate)
    {
        _scheduler = scheduler;
        Name = name;
        Number = number;
        PauseRate = pauseRate;
    }

    public string Name { get; }

    public bool IsDead { get; private set; }

    /// <summary>Until when (virtual ticks) nothing of it runs.</summary>
    public long PausedUntil { get; private set; }

    /// <summary>Probability that it pauses before a continuation.</summary>
    public double PauseRate { get; set; }

    /// <summary>All virtual ticks it was ever paused for.</summary>
    public long PausedInAll { get; private set; }

    internal int Number { get; }

    /// <summary>Where it stands among the scheduler's ready contexts; -1 when it is not there.</summary>
    internal int ReadyIndex { get; set; } = -1;

    internal bool IsReady => !IsDead && _queue.Count > 0 && PausedUntil <= _scheduler.Now;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!_scheduler.IsOwnThread($"a continuation of {Name} was posted"))
        {
            return;
        }

        if (!IsDead)
        {
            _queue.Add(new SimWork(d, state));
            _scheduler.Refresh(this);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing may block in a simulation.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Nothing of it runs for this long; the world goes on.</summary>
    public void Pause(TimeSpan duration)
    {
        var until = _scheduler.Now + duration.Ticks;
        if (until > PausedUntil)
        {
            PausedInAll += until - Math.Max(PausedUntil, _scheduler.Now);
            PausedUntil = until;
            _scheduler.At(until, () => _scheduler.Refresh(this));
            _scheduler.Refresh(this);
        }
    }

    /// <summary>As kill -9: its continuations and timers never run again.</summary>
    public void Kill()
    {
        IsDead = true;
        _queue.Clear();
        _scheduler.Refresh(this);
    }

    internal SimWork Take(SimRandom random)
    {
        var index = random.Next(_queue.Count);
        var work = _queue[index];
        _queue[index] = _queue[^1];
        _queue.RemoveAt(_queue.Count - 1);
        return work;
    }
}
