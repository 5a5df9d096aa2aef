using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

public sealed class SimSchedulerTests
{
    [Fact]
    public void Run_SameSeed_SameTrace()
    {
        Assert.Equal(TraceOf(7), TraceOf(7));
        Assert.NotEqual(TraceOf(7), TraceOf(8));
    }

    [Fact]
    public void Run_Delays_VirtualTimeOnly()
    {
        var world = new SimWorld(1, _ => FaultPlan.None);
        world.Run(async () =>
        {
            var before = world.TrueTime.GetTimestamp();
            await Task.Delay(TimeSpan.FromHours(1), world.TrueTime);
            Assert.Equal(TimeSpan.FromHours(1), world.TrueTime.GetElapsedTime(before));
        });
    }

    [Fact]
    public void Run_TwoContexts_EveryOrderComesUp()
    {
        var orders = new HashSet<string>();
        for (ulong seed = 0; seed < 50; seed++)
        {
            var order = "";
            var world = new SimWorld(seed, _ => FaultPlan.None);
            foreach (var name in new[] { "a", "b" })
            {
                world.Scheduler.Spawn(world.Scheduler.CreateContext(name), async () =>
                {
                    order += name;
                    await Task.Yield();
                    order += name;
                });
            }

            world.Scheduler.Run(() => order.Length == 4);
            orders.Add(order);
        }

        Assert.Equal(["aabb", "abab", "abba", "baab", "baba", "bbaa"], orders.Order());
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public void Run_WorkEscapesToThePool_Fails(string name, Func<SimWorld, Task> program)
    {
        var world = new SimWorld(1, _ => FaultPlan.None, new SimLimits(long.MaxValue, TimeSpan.MaxValue, TimeSpan.FromSeconds(20)));
        var running = true;
        world.Scheduler.Spawn(world.Service, async () =>
        {
            // Something goes on meanwhile, as in any real run, so that there is a run to fail.
            while (running)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), world.TrueTime);
            }
        });

        var failure = Assert.Throws<SimulationException>(() => world.Run(() => program(world)));

        running = false;
        Assert.True(failure.Message.StartsWith("Work escaped", StringComparison.Ordinal), $"{name}: {failure.Message}");
    }

    public static TheoryData<string, Func<SimWorld, Task>> Escapes() => new()
    {
        { "Task.Run", _ => RunAsync() },
        { "ConfigureAwait", async world => await DelayAsync(world) },
        { "WhenAny", async world => await Task.WhenAny(PulseAsync(world), new TaskCompletionSource().Task) },
        { "CancelAsync", CancelAsync },
        { "SemaphoreSlim", WaitAsync },
    };

    [Fact]
    public void Run_ProgramThrows_Fails()
    {
        var world = new SimWorld(1);

        var failure = Assert.Throws<SimulationException>(() => world.Run(() => throw new InvalidOperationException("boom")));

        Assert.Equal("boom", failure.InnerException!.Message);
    }

    [Fact]
    public void Run_WaitsForNothing_Fails()
    {
        var world = new SimWorld(1, _ => FaultPlan.None);

        var failure = Assert.Throws<SimulationException>(() => world.Run(() => new TaskCompletionSource().Task));

        Assert.StartsWith("Nothing is left to run", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NeverEnds_Fails()
    {
        var world = new SimWorld(1, _ => FaultPlan.None, SimLimits.Default with { Steps = 1000 });

        var failure = Assert.Throws<SimulationException>(() => world.Run(async () =>
        {
            while (true)
            {
                await Task.Yield();
            }
        }));

        Assert.StartsWith("The run exceeded its limits", failure.Message, StringComparison.Ordinal);
    }

    private static ulong TraceOf(ulong seed)
    {
        var world = new SimWorld(seed, _ => FaultPlan.None with { Pause = 0.1 });
        var running = 3;
        for (var i = 0; i < 3; i++)
        {
            var node = world.CreateNode($"n{i}");
            world.Scheduler.Spawn(node.Context, async () =>
            {
                for (var turn = 0; turn < 20; turn++)
                {
                    await Task.Delay(TimeSpan.FromSeconds(node.Entropy.NextDouble()), node.Time);
                }

                running--;
            });
        }

        world.Scheduler.Run(() => running == 0);
        return world.Scheduler.Trace.Hash;
    }

    private static async Task RunAsync()
    {
        using var gate = new ManualResetEventSlim();
        var running = AwaitAsync(Task.Run(gate.Wait));
        gate.Set();
        await running;
    }

    /// <summary>Awaits from now on: what completes before anybody awaits it comes back to no thread at all, and escapes nowhere.</summary>
    private static async Task AwaitAsync(Task task) => await task;

    private static async Task DelayAsync(SimWorld world)
    {
        await PulseAsync(world).ConfigureAwait(false);
        world.TrueTime.GetTimestamp();
    }

    private static Task PulseAsync(SimWorld world)
    {
        var pulse = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.TrueTime.CreateTimer(_ => pulse.SetResult(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        return pulse.Task;
    }

    private static async Task CancelAsync(SimWorld world)
    {
        using var source = new CancellationTokenSource();
        using var registration = source.Token.Register(() => world.TrueTime.GetTimestamp());
        await source.CancelAsync();
    }

    private static async Task WaitAsync(SimWorld world)
    {
        using var source = new CancellationTokenSource();
        using var semaphore = new SemaphoreSlim(0);
        var waiting = AwaitAsync(semaphore.WaitAsync(source.Token));
        await PulseAsync(world);
        semaphore.Release();
        await waiting;
    }
}
