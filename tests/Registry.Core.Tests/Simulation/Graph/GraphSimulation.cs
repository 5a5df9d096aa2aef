using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation.Graph;

/// <summary>One seed: eight writers on three instances, faults, then calm; then the promises of the graph are checked.</summary>
internal sealed class GraphSimulation
{
    private const int Writers = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SimWorld _world;
    private readonly Cluster _cluster;
    private readonly SimulationSettings _settings;
    private readonly List<GraphOperation> _history = [];
    private readonly List<string> _violations = [];
    private readonly int _agents;
    private readonly bool _churns;

    private GraphSimulation(ulong seed, int keptEvents)
    {
        _world = new SimWorld(seed, null, SimLimits.Default with { KeptEvents = keptEvents });
        var random = _world.Random.Fork();
        _agents = random.Next(4, 10);
        _churns = random.Chance(0.5);
        _settings = new SimulationSettings
        {
            Shards = random.Next(1, 4),
            Instances = 3,
            Agents = _agents,
            Chaos = random.Between(15, 60),
            SweepInterval = TimeSpan.FromSeconds(random.Pick([2, 5, 15])),
        };
        var interval = (long)_settings.SweepInterval.TotalMilliseconds;
        _cluster = new Cluster(_world, _settings, new RegistryOptions { Shards = _settings.Shards, NextSweep = last => last + interval });
    }

    public static SimulationReport Execute(ulong seed, Safeguard disabled, int keptEvents)
    {
        var run = new GraphSimulation(seed, keptEvents);
        var plan = run._world.Storage.Plan;
        try
        {
            run._world.Run(run.LiveAsync);
        }
        catch (SimulationException exception)
        {
            run._violations.Add(exception.ToString());
        }

        return new SimulationReport(seed, run._settings, plan, run._violations)
        {
            TraceHash = run._world.Scheduler.Trace.Hash,
            Steps = run._world.Scheduler.Steps,
            VirtualTime = TimeSpan.FromTicks(run._world.Scheduler.Now),
            LastEvents = [.. run._world.Scheduler.Trace.Last()],
            Counts = run._history
                .CountBy(static operation => $"{operation.Kind} {(operation.IsLost ? "lost" : operation.Refusal?.Code.ToString() ?? (operation.Changed ? "ok" : "so already"))}")
                .ToDictionary(StringComparer.Ordinal),
        };
    }

    private async Task LiveAsync()
    {
        var first = new GraphWriter(_world, _cluster, _history, "first", _agents, churns: false);
        var registered = new TaskCompletionSource();
        _world.Scheduler.Spawn(_world.Service, async () =>
        {
            await first.RegisterAllAsync();
            registered.SetResult();
        });
        for (var i = 0; i < Writers; i++)
        {
            var writer = new GraphWriter(_world, _cluster, _history, $"w{i}", _agents, _churns);
            _world.Scheduler.Spawn(_world.Scheduler.CreateContext($"writer{i}"), writer.RunAsync);
        }

        await new Chaos(_world, _cluster, _settings.Chaos).RunAsync();
        _cluster.CalmDown();
        await registered.Task;
        for (var waited = TimeSpan.Zero; _history.Exists(static operation => operation.Answered is null) && waited < Patience; waited += TimeSpan.FromSeconds(1))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _world.TrueTime);
        }

        // Longer than a late write takes, and than a sweep needs to remove what is left over.
        await Task.Delay(TimeSpan.FromSeconds(130), _world.TrueTime);
        await CheckAsync();
    }

    private async Task CheckAsync()
    {
        var timeline = GraphTimeline.Read(_world.Storage.Journal);
        _violations.AddRange(GraphPromises.Check(_history, timeline));
        _violations.AddRange(GraphAnswers.Check(_history, timeline));
        _violations.AddRange(await CheckStoredAsync(timeline.Last));
        foreach (var instance in _cluster.Instances)
        {
            var reply = await instance.Node.CallAsync(() => CheckReadsAsync(instance.Registry, timeline.Last));
            _violations.AddRange(reply.Value ?? ["an instance did not answer at the end"]);
        }
    }

    private async Task<List<string>> CheckStoredAsync(GraphMoment last)
    {
        var rows = await StoredPartition.ReadAsync(_world.Storage.Inner, GraphPartition.Name);
        var codec = new GraphRows();
        var stored = rows.Where(static row => row.RowKey.StartsWith(RowKeys.NodePrefix, StringComparison.Ordinal))
            .Select(row => codec.Read(codec.IdFromRowKey(row.RowKey), row)!)
            .ToDictionary(static node => node.Id, StringComparer.Ordinal);
        var faults = new List<string>();
        if (!stored.Keys.Order().SequenceEqual(last.Nodes.Keys.Order())
            || stored.Values.Any(node => node.Seq != last.Nodes[node.Id].Seq || !node.Dependencies.SequenceEqual(last.Nodes[node.Id].Dependencies)))
        {
            faults.Add("the nodes' rows are not what the log says");
        }

        faults.AddRange(stored.Values
            .Where(node => last.Agents.GetValueOrDefault(node.Id)?.MutationId != node.MutationId)
            .Select(static node => $"the node of {node.Id} is left over"));
        return faults;
    }

    private static async Task<List<string>> CheckReadsAsync(AgentRegistry registry, GraphMoment last)
    {
        var faults = new List<string>();
        foreach (var id in last.Agents.Keys)
        {
            var read = await registry.GetAsync(id, Freshness.Latest, CancellationToken.None);
            if (!read.Is(out var found, out _) || found.View.Agent.Lifecycle != last.LifecycleOf(id))
            {
                faults.Add($"{id} is {last.LifecycleOf(id)}, and read as {(read.Is(out found, out _) ? found.View.Agent.Lifecycle : null)}");
            }
        }

        foreach (var lifecycle in Enum.GetValues<Lifecycle>())
        {
            var errors = new FieldErrors();
            var query = DiscoveryQuery.Parse([new("lifecycle", AgentWords.Lifecycle[lifecycle])], errors)!;
            var expected = last.Agents.Keys.Where(id => last.LifecycleOf(id) == lifecycle).Order(StringComparer.Ordinal);
            if (!(await registry.DiscoverAsync(query, Freshness.Latest, CancellationToken.None)).Is(out var page, out _)
                || !page.Agents.Select(static view => view.Agent.Id).SequenceEqual(expected))
            {
                faults.Add($"the index of {lifecycle} is wrong");
            }
        }

        return faults;
    }
}
