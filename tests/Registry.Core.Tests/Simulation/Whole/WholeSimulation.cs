using Registry.Core.Agents;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Core.Tests.Simulation.Circuits;
using Registry.Core.Tests.Simulation.Graph;
using Registry.Core.Webhooks;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>
/// One seed of everything at once: agents that register and renew, those who change the graph, callers of providers, readers of events and a webhook, on three instances;
/// faults, then calm; then every promise. Now and then all instances stop for a weekend.
/// </summary>
internal sealed class WholeSimulation
{
    private const int GraphWriters = 3;
    private const int Callers = 2;
    private const int Readers = 2;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LongestTtl = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    // What is fresh enough may grow older by the wait for another shard.
    private static readonly TimeSpan MaxStaleness = new RegistryOptions().MaxStaleness + TimeSpan.FromMilliseconds(50);

    // A read that waits for its refresh gets it.
    private static readonly TimeSpan CalmReads = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DeliveryPatience = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Weekend = TimeSpan.FromHours(60);
    private static readonly Caller Operator = new("subscriber", CallerRole.Operator);

    private static readonly string[] Providers = ["p0", "p1"];

    private readonly ulong _seed;
    private readonly SimWorld _world;
    private readonly SimulationSettings _settings;
    private readonly FaultPlan _plan;
    private readonly Cluster _cluster;
    private readonly History _agentHistory;
    private readonly History _callHistory;
    private readonly List<GraphOperation> _graphHistory = [];
    private readonly List<CallerProgram> _callers = [];
    private readonly List<FeedReader> _readers = [];
    private readonly List<string> _violations = [];
    private readonly Dictionary<string, int> _checked = new(StringComparer.Ordinal);
    private readonly SimReceiver _receiver;
    private readonly SimRandom _random;
    private readonly bool _hasWeekend;

    private WholeSimulation(ulong seed, Safeguard disabled, int keptEvents)
    {
        _seed = seed;
        _world = new SimWorld(seed, null, SimLimits.Default with { KeptEvents = keptEvents, VirtualTime = TimeSpan.FromDays(4) });
        _plan = _world.Storage.Plan;
        _random = _world.Random.Fork();
        _hasWeekend = _random.Chance(0.1);
        _settings = new SimulationSettings
        {
            Shards = _random.Next(1, 3),
            Instances = 3,
            Agents = _random.Next(2, 6),
            Readers = 1,
            Chaos = _random.Between(20, 70),
            SweepInterval = TimeSpan.FromSeconds(_random.Pick([2, 5, 15])),
        };
        _agentHistory = new History(_world.Scheduler);
        _callHistory = new History(_world.Scheduler);
        _receiver = new SimReceiver(_world);
        var interval = (long)_settings.SweepInterval.TotalMilliseconds;
        var options = new RegistryOptions
        {
            Shards = _settings.Shards,
            NextSweep = last => last + interval,
            Disabled = disabled,
            Webhooks = new WebhookOptions { Verify = _random.Chance(0.3) },
        };
        _cluster = new Cluster(_world, _settings, options, _receiver);
    }

    public static SimulationReport Execute(ulong seed, Safeguard disabled, int keptEvents)
    {
        var run = new WholeSimulation(seed, disabled, keptEvents);
        try
        {
            run._world.Run(run.LiveAsync);
        }
        catch (SimulationException exception)
        {
            run._violations.Add(exception.ToString());
        }

        return run.Report();
    }

    private async Task LiveAsync()
    {
        var (url, subscribed) = await SubscribeAsync();
        var agents = Enumerable.Range(0, _settings.Agents).Select(i => Agent($"a{i}", $"owner{i}")).Append(Agent("a0", "rival")).ToList();
        agents.ForEach(agent => Spawn("agent", agent.RunAsync));
        Spawn("operator", new OperatorProgram(_world, _cluster, _agentHistory, agents, "operator", 0.05).RunAsync);
        await StartGraphAsync();
        await StartCallersAsync();
        for (var i = 0; i < Readers; i++)
        {
            _readers.Add(new FeedReader(_world, _cluster, $"reader{i}"));
            Spawn("reader", _readers[i].RunAsync);
        }

        await new Chaos(_world, _cluster, _settings.Chaos).RunAsync();
        if (_hasWeekend)
        {
            await StopForAWeekendAsync();
        }

        _cluster.CalmDown();
        _receiver.IsCalm = true;
        var calm = _world.Scheduler.Now;
        await Task.Delay(Lease + (LongestTtl * 0.75) + (_settings.SweepInterval * 2) + TimeSpan.FromSeconds(10), _world.TrueTime);
        var facts = new RunFacts(
            calm, _world.Scheduler.Now, Lease.Ticks, _settings.SweepInterval.Ticks, await OutageFacts.TicksAsync(_world.Storage), _plan == FaultPlan.None && !_hasWeekend);
        _agentHistory.Close();
        _callHistory.Close();
        _readers.ForEach(static reader => reader.Stop());
        await DrainAsync();
        var happened = WholeEvent.Read(_world.Storage.Journal);
        await CheckFeedsAsync(happened);
        await CheckDeliveriesAsync(url, happened.FindAll(change => change.At > subscribed));
        Check(facts);
        await CheckStoredAsync();
    }

    /// <summary>All of them at once, in the middle of what they do: whoever asked waits. Nobody starts another meanwhile: sixty hours of its sweeps would take long.</summary>
    private async Task StopForAWeekendAsync()
    {
        await Task.Delay(_random.Between(0, 10), _world.TrueTime);
        foreach (var instance in _cluster.Instances)
        {
            instance.Node.Pause(Weekend + _random.Between(0, 5), asleep: _random.Chance(0.5));
        }

        await Task.Delay(Weekend + TimeSpan.FromSeconds(10), _world.TrueTime);
    }

    /// <summary>The receiver's address, and when the answer came: what happens from then on is delivered there.</summary>
    private async Task<(Uri Url, long At)> SubscribeAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            // An attempt whose answer was lost may have made a subscription too: each has an address of its own.
            var url = new Uri($"https://receiver{attempt}.example/");
            var instance = _random.Pick(_cluster.Instances);
            var patch = new SubscriptionPatch { Url = url.ToString(), Types = ["*"], AgentType = "", Secret = "0123456789abcdef" };
            var reply = await instance.Node.CallAsync(() => instance.Registry.Webhooks.CreateAsync(patch, Operator, CancellationToken.None));
            if (reply.Arrived && reply.Value.Is(out _, out _))
            {
                return (url, _world.Scheduler.Now);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _world.TrueTime);
        }
    }

    private async Task StartGraphAsync()
    {
        var components = _random.Next(3, 7);
        var churns = _random.Chance(0.5);
        var first = new GraphWriter(_world, _cluster, _graphHistory, "first", components, churns: false);
        await first.RegisterAllAsync();
        for (var i = 0; i < GraphWriters; i++)
        {
            Spawn("writer", new GraphWriter(_world, _cluster, _graphHistory, $"w{i}", components, churns).RunAsync);
        }
    }

    private async Task StartCallersAsync()
    {
        var client = new RegistryClient(_world, _cluster, _callHistory, _world.Random.Fork());
        foreach (var id in Providers)
        {
            await CircuitSimulation.RegisterAsync(_random, client, id);
        }

        for (var i = 0; i < Callers; i++)
        {
            _callers.Add(new CallerProgram(_world, _cluster, _callHistory, Providers, $"caller{i}"));
            Spawn("caller", _callers[i].RunAsync);
        }
    }

    private AgentProgram Agent(string id, string name) => new(_world, _cluster, _agentHistory, AgentBehaviour.Draw(_world.Random, id), name);

    private void Spawn(string name, Func<Task> program) => _world.Scheduler.Spawn(_world.Scheduler.CreateContext(name), program);

    private async Task DrainAsync()
    {
        bool IsPending() => _agentHistory.Pending + _callHistory.Pending > 0 || _graphHistory.Exists(static operation => operation.Answered is null);
        for (var waited = TimeSpan.Zero; IsPending() && waited < Patience; waited += TimeSpan.FromSeconds(1))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _world.TrueTime);
        }

        _violations.AddRange(_agentHistory.Operations.Concat(_callHistory.Operations)
            .Where(static operation => operation.Answered is null).Select(static operation => $"{operation}: never answered"));
    }

    private async Task CheckFeedsAsync(List<WholeEvent> happened)
    {
        foreach (var reader in _readers)
        {
            if (!await reader.ReadToEndAsync())
            {
                _violations.Add($"{reader.Name} came to no end");
            }

            Promise(Promises.Feed, happened.Count, reader.Faults.Concat(FeedChecker.Check(reader.Name, reader.Events, happened)));
        }
    }

    private async Task CheckDeliveriesAsync(Uri url, List<WholeEvent> expected)
    {
        List<WholeEvent> Missing()
        {
            var received = _receiver.Received.Where(taken => taken.Url == url).Select(static taken => taken.EventId).ToHashSet(StringComparer.Ordinal);
            return expected.FindAll(change => !received.Contains(change.Id));
        }

        for (var waited = TimeSpan.Zero; Missing().Count > 0 && waited < DeliveryPatience; waited += TimeSpan.FromSeconds(5))
        {
            await Task.Delay(TimeSpan.FromSeconds(5), _world.TrueTime);
        }

        Promise(Promises.Delivered, expected.Count, Missing().Select(static change => $"{change} was not delivered"));
        Promise(Promises.Ordered, _receiver.Received.Count, DeliveryChecker.Order(_receiver.Received));
    }

    private void Check(RunFacts facts)
    {
        var sleeps = (_plan.Sleep > 0 && _plan.LongPauses > 0) || _hasWeekend;
        var log = LogReader.Read(_world.Storage.Journal);
        var others = _graphHistory.Select(static operation => operation.Id).Concat(Providers).ToHashSet(StringComparer.Ordinal);
        var ofAgents = new RunLog([.. log.Changes.Where(change => !others.Contains(change.AgentId))]);
        var reads = _agentHistory.Operations.Count(static operation => operation.Kind is OperationKind.Get or OperationKind.Discover);
        Promise(Promises.Found, reads, ReadChecker.Check(_agentHistory, log, !sleeps).Concat(ReadChecker.CheckAges(_agentHistory, facts.Calm + CalmReads.Ticks, MaxStaleness)));
        CheckLeases(ofAgents, !sleeps);
        Promise(Promises.Serializable, _agentHistory.Operations.Count - reads, CommandChecker.Check(_agentHistory, ofAgents));
        Promise(Promises.Seen, reads, LastSeenChecker.Check(_agentHistory, _world.Scheduler.Start));
        Promise(Promises.Stopped, ofAgents.Timelines.Count, LivenessChecker.Check(_agentHistory, ofAgents, facts));
        var graph = GraphTimeline.Read(_world.Storage.Journal);
        Promise(Promises.Graph, graph.Commits.Count, GraphPromises.Check(_graphHistory, graph));
        Promise(Promises.GraphAnswers, _graphHistory.Count, GraphAnswers.Check(_graphHistory, graph));
        var trials = _callers.SelectMany(static caller => caller.Trials).ToList();
        var moves = log.Changes.Count(static change => change is { Before: not null, After: not null } && change.Before.Circuit != change.After.Circuit);
        Promise(Promises.Circuits, moves, CircuitChecker.Check(log, trials, _world.Scheduler.Start));
    }

    private void CheckLeases(RunLog log, bool deadlinesHold)
    {
        var renewals = _agentHistory.Operations.Where(static operation => operation is { IsOk: true, Renews: true }).ToList();
        var survivors = renewals.FindAll(renewal =>
            _world.Storage.Deaths.TryGetValue(renewal.Instance, out var died) && died < renewal.Answered + LongestTtl.Ticks);
        var outages = OutageFacts.Long(_world.Storage, _settings.SweepInterval);
        Promise(Promises.Renews, renewals.Count, LeaseChecker.Check(renewals, log, outages, deadlinesHold));
        var heartbeats = renewals.FindAll(static renewal => renewal.Kind == OperationKind.Heartbeat);
        Promise(
            Promises.Survives,
            heartbeats.Count,
            DurabilityChecker.Check(heartbeats, log, _world.Storage.Journal, _world.Scheduler.Start).Concat(LeaseChecker.Check(survivors, log, outages, deadlinesHold)));
    }

    /// <summary>The rows, and what every instance reports of the graph.</summary>
    private async Task CheckStoredAsync()
    {
        var stored = new List<(string Partition, List<TableEntity> Rows)>();
        foreach (var partition in LogReader.Shards(_world.Storage.Journal))
        {
            stored.Add((partition, await StoredPartition.ReadAsync(_world.Storage.Inner, partition)));
        }

        // The sweep goes on: rows and log are of one moment.
        var log = LogReader.Read(_world.Storage.Journal);
        foreach (var (partition, rows) in stored)
        {
            Promise(Promises.Stored, log.Changes.Count(change => change.Partition == partition), StorageChecker.Check(partition, rows, log));
        }

        var last = GraphTimeline.Read(_world.Storage.Journal).Last;
        var ids = last.Agents.Keys.Where(static id => id.StartsWith('c')).ToList();
        foreach (var instance in _cluster.Instances)
        {
            var reply = await instance.Node.CallAsync(() => GraphReads.ValidateAsync(instance.Registry, last, ids));
            Promise(Promises.Reported, ids.Count, reply.Value ?? ["an instance did not answer at the end"]);
        }
    }

    private void Promise(string name, int times, IEnumerable<string> violations)
    {
        _checked[name] = _checked.GetValueOrDefault(name) + times;
        _violations.AddRange(violations.Select(violation => $"[{name}] {violation}"));
    }

    private SimulationReport Report() => new(_seed, _settings, _plan, _violations)
    {
        TraceHash = _world.Scheduler.Trace.Hash,
        Steps = _world.Scheduler.Steps,
        VirtualTime = TimeSpan.FromTicks(_world.Scheduler.Now),
        LastEvents = [.. _world.Scheduler.Trace.Last()],
        Counts = _checked,
        Faults = _world.Storage.Faults,
    };
}
