using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>Follows the feed with its cursor at any instance; asks again with the same one when it had no answer.</summary>
internal sealed class FeedReader(SimWorld world, Cluster cluster, string name)
{
    private readonly SimRandom _random = world.Random.Fork();
    private string _cursor = EventFeed.Oldest;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isLast;

    public string Name => name;

    public List<RegistryEvent> Events { get; } = [];

    public List<string> Faults { get; } = [];

    public int Lost { get; private set; }

    public async Task RunAsync()
    {
        while (!_isLast)
        {
            await ReadAsync(_random.Pick([Freshness.Bounded, Freshness.Latest]), _random.Chance(0.4) ? _random.Between(0.1, 5) : TimeSpan.Zero);
            await Task.Delay(_random.Between(0.01, 3), world.TrueTime);
        }

        _ended.SetResult();
    }

    /// <summary>It asks nothing more by itself.</summary>
    public void Stop() => _isLast = true;

    /// <summary>Until it is told nothing new; in calm.</summary>
    public async Task<bool> ReadToEndAsync()
    {
        // What it asked last may still be on its way.
        await _ended.Task;
        for (var (attempts, empty) = (0, 0); attempts < 2000; attempts++)
        {
            empty = await ReadAsync(Freshness.Latest, TimeSpan.Zero) is 0 ? empty + 1 : 0;
            if (empty == 2 * cluster.Instances.Count)
            {
                return true;
            }

            await Task.Delay(_random.Between(0.01, 0.2), world.TrueTime);
        }

        return false;
    }

    private async Task<int?> ReadAsync(Freshness freshness, TimeSpan wait)
    {
        var instance = _random.Pick(cluster.Instances);
        var (given, limit) = (_cursor, _random.Pick([1, 5, 100]));
        var reply = await instance.Node.CallAsync(() => ServeAsync(instance.Registry, given, freshness, limit, wait));
        if (!reply.Arrived)
        {
            Lost++;
            return null;
        }

        if (!reply.Value.Is(out var batch, out var refusal))
        {
            if (refusal.Code != RefusalCode.StorageUnavailable)
            {
                Faults.Add($"{name} at {given} on {instance.Node.Name}: {refusal.Code} {refusal.Detail}");
            }

            return null;
        }

        world.Scheduler.Trace.Add(world.Scheduler.Now, name, "hears", $"{given} to {batch.Cursor} on {instance.Node.Name}: {string.Join(" ", batch.Events.Select(static happened => happened.Id))}");
        Events.AddRange(batch.Events);
        _cursor = batch.Cursor.ToString();
        return batch.Events.Count;
    }

    private static async Task<Outcome<EventBatch>> ServeAsync(AgentRegistry registry, string given, Freshness freshness, int limit, TimeSpan wait)
    {
        var started = await registry.Events.StartAsync(given, freshness, CancellationToken.None);
        return started.Is(out var cursor, out var refusal)
            ? await registry.Events.ReadAsync(cursor, EventFilter.All, limit, wait, CancellationToken.None, CancellationToken.None)
            : refusal;
    }
}
