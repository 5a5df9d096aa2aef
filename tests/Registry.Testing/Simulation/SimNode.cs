using System.Globalization;
using Registry.Core;
using Registry.Core.Storage;
using Registry.Core.Time;

namespace Registry.Testing.Simulation;

/// <summary>One process of a run: its context, clocks, random bits and view of the table. It can be called, paused and killed.</summary>
public sealed class SimNode
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly SimScheduler _scheduler;
    private readonly SimStorage _storage;
    private readonly List<Action> _callers = [];

    public SimNode(SimStorage storage, string name, SimRandom random)
    {
        _storage = storage;
        _scheduler = storage.Scheduler;
        Name = name;
        var plan = storage.Plan;
        Context = _scheduler.CreateContext(name, plan.Pause);
        Time = new SimTimeProvider(
            _scheduler, Context, ((random.NextDouble() * 2) - 1) * plan.DriftPpm, random.Between(0, 1e6).Ticks)
        {
            WallOffset = plan.WallError * ((random.NextDouble() * 2) - 1),
        };
        Clock = new StorageClock(Time);
        Entropy = new SimEntropy(_scheduler, random.Fork());
        Table = new SimTable(storage, name, Time, Clock);
    }

    public string Name { get; }

    public SimContext Context { get; }

    public SimTimeProvider Time { get; }

    public StorageClock Clock { get; }

    public Entropy Entropy { get; }

    public ITable Table { get; }

    public bool IsAlive => !Context.IsDead;

    /// <summary>
    /// Calls into this process, from the context of another: starts it there, and completes with its answer, or with nothing when the process
    /// died before it answered.
    /// </summary>
    public Task<SimReply<T>> CallAsync<T>(Func<Task<T>> call)
    {
        var reply = new TaskCompletionSource<SimReply<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!IsAlive)
        {
            reply.SetResult(default);
            return reply.Task;
        }

        void Lose() => reply.TrySetResult(default);
        _callers.Add(Lose);
        _scheduler.Spawn(Context, async () =>
        {
            var answer = await call();
            _callers.Remove(Lose);
            reply.TrySetResult(new SimReply<T>(true, answer));
        });
        return reply.Task;
    }

    public void Pause(TimeSpan length, bool asleep)
    {
        _scheduler.Trace.Add(_scheduler.Now, Name, asleep ? "sleeps" : "pauses", length.ToString());
        var before = Context.PausedInAll;
        Context.Pause(length);
        if (IsAlive && length >= Minute)
        {
            _storage.Count(length >= Day ? SimFault.StoppedForDays : SimFault.StoppedForAMinute);
        }

        if (asleep)
        {
            if (IsAlive)
            {
                _storage.Count(SimFault.Slept);
            }

            Time.Slept += TimeSpan.FromTicks(Context.PausedInAll - before);
        }
    }

    public void JumpWallClock(TimeSpan offset)
    {
        _scheduler.Trace.Add(_scheduler.Now, Name, "wall clock is now wrong by", offset.ToString("c", CultureInfo.InvariantCulture));
        Time.WallOffset = offset;
        _storage.Count(SimFault.WallClockJumped);
    }

    /// <summary>As kill -9. Who waits for an answer gets none; requests on their way to storage arrive.</summary>
    public void Kill()
    {
        if (!IsAlive)
        {
            return;
        }

        var isCommitting = _storage.IsCommitting(Name);
        _storage.Died(Name);
        _storage.Count(SimFault.Killed);
        if (isCommitting)
        {
            _storage.Count(SimFault.KilledMidCommit);
        }

        _scheduler.Trace.Add(_scheduler.Now, Name, isCommitting ? "is killed in the middle of a commit" : "is killed");
        Context.Kill();
        foreach (var lose in _callers.ToArray())
        {
            lose();
        }

        _callers.Clear();
    }
}
