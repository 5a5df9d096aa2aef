using System.Diagnostics;

namespace Registry.Testing.Simulation;

/// <summary>
/// Runs many processes on one thread, in virtual time: it picks at random among the continuations that can run, and when there is
/// none it moves time to the next timer. The same seed gives the same run. Work that leaves for the thread pool makes a run that
/// does not replay, so the first sign of it (anything of the simulation touched from another thread) fails the run.
/// </summary>
public sealed class SimScheduler
{
    private readonly SimRandom _random;
    private readonly SimLimits _limits;
    private readonly List<SimContext> _ready = [];
    private readonly PriorityQueue<Action, (long Due, long Order)> _timers = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private Exception? _failure;
    private long _order;
    private int _contexts;

    /// <param name="random">Decides who runs.</param>
    /// <param name="start">True time when the run begins.</param>
    /// <param name="limits">What bounds the run.</param>
    public SimScheduler(SimRandom random, DateTimeOffset start, SimLimits? limits = null)
    {
        _random = random;
        Start = start;
        _limits = limits ?? SimLimits.Default;
        Trace = new SimTrace(_limits.KeptEvents);
    }

    public DateTimeOffset Start { get; }

    /// <summary>Virtual ticks (100 ns) since the run began.</summary>
    public long Now { get; private set; }

    /// <summary>True time.</summary>
    public DateTimeOffset UtcNow => Start.AddTicks(Now);

    public SimTrace Trace { get; }

    public long Steps { get; private set; }

    /// <summary>How long a pause lasts when chance pauses a context.</summary>
    public Func<SimRandom, TimeSpan> PauseLength { get; set; } = random => random.Between(0.001, 0.5);

    public SimContext CreateContext(string name, double pauseRate = 0) => new(this, name, _contexts++, pauseRate);

    /// <summary>The first failure stays; the run ends with it.</summary>
    public void Fail(Exception exception) => Interlocked.CompareExchange(ref _failure, exception, null);

    /// <summary>Starts a program in a context. An exception in it fails the run.</summary>
    public void Spawn(SimContext context, Func<Task> program) => context.Post(_ => Watch(context, program), null);

    /// <summary>Something that happens at a time by itself, in no process.</summary>
    internal void At(long due, Action action)
    {
        if (IsOwnThread("a timer was set"))
        {
            _timers.Enqueue(action, (Math.Max(due, Now), _order++));
        }
    }

    /// <summary>Runs until <paramref name="finished"/>.</summary>
    /// <exception cref="SimulationException">The run failed, or exceeded a limit, or nothing is left that could finish it.</exception>
    public void Run(Func<bool> finished)
    {
        var watch = Stopwatch.StartNew();
        while (!finished())
        {
            ThrowIfFailed();
            if (_ready.Count == 0)
            {
                Advance();
                continue;
            }

            Step(_ready[_random.Next(_ready.Count)]);
            if (Steps > _limits.Steps || ((Steps & 1023) == 0 && watch.Elapsed > _limits.RealTime))
            {
                throw new SimulationException($"The run exceeded its limits: {Steps} steps, {watch.Elapsed} real time, {TimeSpan.FromTicks(Now)} virtual.");
            }
        }

        ThrowIfFailed();
    }

    /// <summary>Whether the caller runs on the simulation's thread; else the run fails.</summary>
    internal bool IsOwnThread(string what)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            return true;
        }

        Fail(new SimulationException($"Work escaped to another thread: {what} there.\n{Environment.StackTrace}"));
        return false;
    }

    internal void Refresh(SimContext context)
    {
        if (context.IsReady == (context.ReadyIndex >= 0))
        {
            return;
        }

        if (context.ReadyIndex < 0)
        {
            context.ReadyIndex = _ready.Count;
            _ready.Add(context);
            return;
        }

        var last = _ready[^1];
        _ready[context.ReadyIndex] = last;
        last.ReadyIndex = context.ReadyIndex;
        _ready.RemoveAt(_ready.Count - 1);
        context.ReadyIndex = -1;
    }

    private void Step(SimContext context)
    {
        Steps++;
        if (_random.Chance(context.PauseRate))
        {
            var length = PauseLength(_random);
            Trace.Add(Now, context.Name, "pauses", length.ToString());
            context.Pause(length);
            return;
        }

        var work = context.Take(_random);
        Refresh(context);
        Trace.Mix(Now, context.Number);
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            work.Callback(work.State);
        }
        catch (Exception exception)
        {
            Fail(new SimulationException($"A continuation of {context.Name} threw.", exception));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private void Advance()
    {
        if (!_timers.TryPeek(out _, out var next))
        {
            throw new SimulationException("Nothing is left to run: something waits for what never comes.");
        }

        Now = next.Due;
        if (Now > _limits.VirtualTime.Ticks)
        {
            throw new SimulationException($"The run exceeded its virtual time: {TimeSpan.FromTicks(Now)}.");
        }

        while (_timers.TryPeek(out var action, out next) && next.Due <= Now)
        {
            _timers.Dequeue();
            action();
        }
    }

    private async void Watch(SimContext context, Func<Task> program)
    {
        try
        {
            await program();
        }
        catch (Exception exception)
        {
            Fail(new SimulationException($"A program of {context.Name} threw.", exception));
        }
    }

    private void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure)
        {
            throw failure is SimulationException ? failure : new SimulationException("The run failed.", failure);
        }
    }
}
