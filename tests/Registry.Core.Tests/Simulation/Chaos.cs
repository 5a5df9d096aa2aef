using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>What happens to processes and to storage as a whole, at times that the seed decides.</summary>
internal sealed class Chaos(SimWorld world, Cluster cluster, TimeSpan length)
{
    private readonly SimRandom _random = world.Random.Fork();

    /// <summary>When the last pause, outage and restart is over.</summary>
    public async Task RunAsync()
    {
        var plan = world.Storage.Plan;
        var running = new List<Task>();
        void Plan(int times, Func<Task> happens) => running.AddRange(Enumerable.Range(0, times).Select(_ => AtSomeTimeAsync(happens)));
        Plan(plan.Outages, () => OutageAsync(plan.OutageLength));
        Plan(plan.Partitions, () => CutOffAsync(plan.OutageLength));
        Plan(plan.LongPauses, () => PauseAsync(plan));
        Plan(plan.Kills, RestartAsync);
        Plan(plan.WallJumps, () => JumpAsync(plan.WallError));
        running.Add(Task.Delay(length, world.TrueTime));
        foreach (var task in running)
        {
            await task;
        }
    }

    private async Task AtSomeTimeAsync(Func<Task> happens)
    {
        await Task.Delay(_random.Between(TimeSpan.Zero, length), world.TrueTime);
        await happens();
    }

    private async Task OutageAsync(TimeSpan most)
    {
        var lasts = _random.Between(TimeSpan.Zero, most);
        world.Storage.GoDown(lasts);
        await Task.Delay(lasts, world.TrueTime);
    }

    private async Task CutOffAsync(TimeSpan most)
    {
        var lasts = _random.Between(TimeSpan.Zero, most);
        world.Storage.CutOff(_random.Pick(cluster.Instances).Node.Name, lasts);
        await Task.Delay(lasts, world.TrueTime);
    }

    private async Task PauseAsync(FaultPlan plan)
    {
        var lasts = _random.Between(TimeSpan.FromMilliseconds(10), plan.LongPauseLength);
        _random.Pick(cluster.Instances).Node.Pause(lasts, _random.Chance(plan.Sleep));
        await Task.Delay(lasts, world.TrueTime);
    }

    private async Task RestartAsync()
    {
        var how = _random.NextDouble();
        if (how < 0.5)
        {
            await cluster.KillNextThatAnswersAsync();
        }
        else if (how < 0.7)
        {
            await cluster.KillNextThatCommitsAsync(_random.NextDouble());
        }
        else
        {
            await EndAsync(_random.Pick(cluster.Instances));
        }

        await Task.Delay(_random.Between(0.01, 10), world.TrueTime);
        cluster.Replace();
    }

    private async Task EndAsync(RegistryInstance instance)
    {
        if (instance.Node.IsAlive && _random.Chance(0.3))
        {
            // SIGTERM: it may answer who waits, within the host's patience.
            var stopping = instance.Node.CallAsync(async () =>
            {
                await instance.Registry.StopAsync(CancellationToken.None);
                return true;
            });
            await Task.Delay(_random.Between(0.01, 5), world.TrueTime);
            world.Scheduler.Trace.Add(world.Scheduler.Now, instance.Node.Name, stopping.IsCompleted ? "has stopped" : "is stopping");
        }

        instance.Node.Kill();
    }

    private Task JumpAsync(TimeSpan most)
    {
        _random.Pick(cluster.Instances).Node.JumpWallClock(most * ((_random.NextDouble() * 2) - 1));
        return Task.CompletedTask;
    }
}
