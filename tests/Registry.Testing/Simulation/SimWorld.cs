using Registry.Tables.InMemory;

namespace Registry.Testing.Simulation;

/// <summary>One run: a scheduler, the storage service, and what else a seed decides.</summary>
public sealed class SimWorld
{
    // Any time will do, as long as it is the same in every run.
    private static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, 250, TimeSpan.Zero);

    public SimWorld(ulong seed, Func<SimRandom, FaultPlan>? plan = null, SimLimits? limits = null)
    {
        Random = new SimRandom(seed);
        Scheduler = new SimScheduler(Random.Fork(), Epoch, limits);
        Service = Scheduler.CreateContext("storage");
        TrueTime = new SimTimeProvider(Scheduler, Service);
        var drawn = (plan ?? FaultPlan.Draw)(Random.Fork());
        Storage = new SimStorage(Scheduler, new InMemoryTable(TrueTime), drawn, Random.Fork());
        Scheduler.PauseLength = random => random.Between(TimeSpan.FromMilliseconds(1), drawn.PauseLength);
    }

    public SimRandom Random { get; }

    public SimScheduler Scheduler { get; }

    /// <summary>The context of what belongs to no process: it is never paused.</summary>
    public SimContext Service { get; }

    /// <summary>A clock that is right.</summary>
    public SimTimeProvider TrueTime { get; }

    public SimStorage Storage { get; }

    public SimNode CreateNode(string name) => new(Storage, name, Random.Fork());

    /// <summary>Runs a program to its end.</summary>
    public void Run(Func<Task> program)
    {
        var done = false;
        Scheduler.Spawn(Service, async () =>
        {
            await Storage.Inner.CreateIfNotExistsAsync(default);
            await program();
            done = true;
        });
        Scheduler.Run(() => done);
    }
}
