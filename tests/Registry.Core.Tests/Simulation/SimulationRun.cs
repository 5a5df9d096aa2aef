using System.Globalization;
using Registry.Core.Sharding;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>One seed: instances, clients and faults; then calm; then every promise is checked against the log and the history.</summary>
internal sealed class SimulationRun
{
    // A job's lease and what it takes to notice that it ended.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LongestTtl = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ulong _seed;
    private readonly SimWorld _world;
    private readonly SimulationSettings _settings;
    private readonly FaultPlan _plan;
    private readonly History _history;
    private readonly Cluster _cluster;
    private readonly List<string> _violations = [];
    private RunLog _log = new([]);

    private SimulationRun(ulong seed, Safeguard disabled, int keptEvents)
    {
        _seed = seed;
        _world = new SimWorld(seed, null, SimLimits.Default with { KeptEvents = keptEvents });
        _plan = _world.Storage.Plan;
        _settings = SimulationSettings.Draw(_world.Random.Fork());
        _history = new History(_world.Scheduler);
        var interval = (long)_settings.SweepInterval.TotalMilliseconds;
        var options = new RegistryOptions { Shards = _settings.Shards, NextSweep = last => last + interval, Disabled = disabled };
        _cluster = new Cluster(_world, _settings, options);
    }

    /// <param name="seed">Decides everything.</param>
    /// <param name="disabled">Rules of the design that are switched off.</param>
    /// <param name="keptEvents">How many of the last events the report has.</param>
    public static SimulationReport Execute(ulong seed, Safeguard disabled, int keptEvents)
    {
        var run = new SimulationRun(seed, disabled, keptEvents);
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
        var agents = Enumerable.Range(0, _settings.Agents).Select(i => CreateAgent($"a{i}", $"owner{i}")).ToList();

        // Two owners want the same id.
        agents.Add(CreateAgent("a0", "rival"));
        for (var i = 0; i < agents.Count; i++)
        {
            _world.Scheduler.Spawn(_world.Scheduler.CreateContext($"agent{i}"), agents[i].RunAsync);
        }

        for (var i = 0; i < _settings.Readers; i++)
        {
            var reader = new OperatorProgram(_world, _cluster, _history, agents, $"operator{i}", _world.Random.NextDouble() * _world.Random.Pick([0.05, 0.3]));
            _world.Scheduler.Spawn(_world.Scheduler.CreateContext($"reader{i}"), reader.RunAsync);
        }

        await new Chaos(_world, _cluster, _settings.Chaos).RunAsync();
        _cluster.CalmDown();
        var calm = _world.Scheduler.Now;
        await Task.Delay(Lease + (LongestTtl * 0.75) + (_settings.SweepInterval * 2) + TimeSpan.FromSeconds(10), _world.TrueTime);
        var facts = new RunFacts(calm, _world.Scheduler.Now, Lease.Ticks, _settings.SweepInterval.Ticks, await OutageFacts.TicksAsync(_world.Storage), _plan == FaultPlan.None);
        _history.Close();
        await DrainAsync();
        await CheckAsync(facts);
    }

    private AgentProgram CreateAgent(string id, string name) =>
        new(_world, _cluster, _history, AgentBehaviour.Draw(_world.Random, id), name);

    /// <summary>Everything that was asked is answered some time.</summary>
    private async Task DrainAsync()
    {
        for (var waited = TimeSpan.Zero; _history.Pending > 0 && waited < Patience; waited += TimeSpan.FromSeconds(1))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _world.TrueTime);
        }

        _violations.AddRange(_history.Operations.Where(operation => operation.Answered is null).Select(operation => $"{operation}: never answered"));
    }

    private async Task CheckAsync(RunFacts facts)
    {
        var sleeps = _plan.Sleep > 0 && _plan.LongPauses > 0;
        _log = LogReader.Read(_world.Storage.Journal);
        _violations.AddRange(CommandChecker.Check(_history, _log));
        _violations.AddRange(ReadChecker.Check(_history, _log, !sleeps));
        var renewals = _history.Operations.Where(static operation => operation is { IsOk: true, Renews: true }).ToList();
        var heartbeats = renewals.FindAll(static renewal => renewal.Kind == OperationKind.Heartbeat);
        _violations.AddRange(DurabilityChecker.Check(heartbeats, _log, _world.Storage.Journal, _world.Scheduler.Start));
        _violations.AddRange(LeaseChecker.Check(renewals, _log, OutageFacts.Long(_world.Storage, _settings.SweepInterval), !sleeps));
        _violations.AddRange(LastSeenChecker.Check(_history, _world.Scheduler.Start));
        _violations.AddRange(LivenessChecker.Check(_history, _log, facts));
        foreach (var partition in Partitions())
        {
            _violations.AddRange(StorageChecker.Check(partition, await StoredPartition.ReadAsync(_world.Storage.Inner, partition), _log));
        }
    }

    private IEnumerable<string> Partitions() => _log.Changes.Select(change => change.Partition).Distinct(StringComparer.Ordinal);

    private SimulationReport Report() => new(_seed, _settings, _plan, _violations)
    {
        TraceHash = _world.Scheduler.Trace.Hash,
        Steps = _world.Scheduler.Steps,
        VirtualTime = TimeSpan.FromTicks(_world.Scheduler.Now),
        LastEvents = [.. _world.Scheduler.Trace.Last()],
        Counts = Counts(),
    };

    private Dictionary<string, int> Counts()
    {
        var operations = _history.Operations.Select(operation => string.Create(
            CultureInfo.InvariantCulture, $"{operation.Kind} {(operation.IsLost ? "lost" : operation.Refusal?.Code.ToString() ?? "ok")}"));
        var changes = _log.Changes.Select(change => change.IsMark ? "mark" : change.Type);
        return operations.Concat(changes).CountBy(name => name).ToDictionary(StringComparer.Ordinal);
    }
}
