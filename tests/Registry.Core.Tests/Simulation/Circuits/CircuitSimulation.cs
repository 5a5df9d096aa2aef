using System.Globalization;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Core.Sharding;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation.Circuits;

/// <summary>One seed: providers that fail, callers that resolve, call and report over several instances, and faults; then calm; then the log is checked.</summary>
internal sealed class CircuitSimulation
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly Caller Owner = new("owner", CallerRole.Agent);

    private readonly ulong _seed;
    private readonly SimWorld _world;
    private readonly SimulationSettings _settings;
    private readonly History _history;
    private readonly Cluster _cluster;
    private readonly List<CallerProgram> _callers = [];
    private readonly List<string> _violations = [];
    private RunLog _log = new([]);

    private CircuitSimulation(ulong seed, int keptEvents)
    {
        _seed = seed;
        _world = new SimWorld(seed, null, SimLimits.Default with { KeptEvents = keptEvents });
        _settings = SimulationSettings.Draw(_world.Random.Fork());
        _history = new History(_world.Scheduler);
        var interval = (long)_settings.SweepInterval.TotalMilliseconds;
        _cluster = new Cluster(_world, _settings, new RegistryOptions { Shards = _settings.Shards, NextSweep = last => last + interval });
    }

    public static SimulationReport Execute(ulong seed, Safeguard disabled, int keptEvents)
    {
        var run = new CircuitSimulation(seed, keptEvents);
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
        var providers = Enumerable.Range(0, _world.Random.Next(1, 4)).Select(i => string.Create(CultureInfo.InvariantCulture, $"p{i}")).ToList();
        var client = new RegistryClient(_world, _cluster, _history, _world.Random.Fork());
        foreach (var id in providers)
        {
            await RegisterAsync(_world.Random, client, id);
        }

        for (var i = 0; i < _world.Random.Next(3, 8); i++)
        {
            var caller = new CallerProgram(_world, _cluster, _history, providers, string.Create(CultureInfo.InvariantCulture, $"caller{i}"));
            _callers.Add(caller);
            _world.Scheduler.Spawn(_world.Scheduler.CreateContext(string.Create(CultureInfo.InvariantCulture, $"caller{i}")), caller.RunAsync);
        }

        await new Chaos(_world, _cluster, _settings.Chaos).RunAsync();
        _cluster.CalmDown();
        await Task.Delay(TimeSpan.FromSeconds(30), _world.TrueTime);
        _history.Close();
        await DrainAsync();
        await CheckAsync(providers);
    }

    /// <summary>Registers a provider, asking again until it is so.</summary>
    public static async Task RegisterAsync(SimRandom random, RegistryClient client, string id)
    {
        var registration = new Registration
        {
            Name = id,
            Type = "llm",
            Kind = AgentKind.Provider,
            Status = HealthStatus.Healthy,
            Strategy = random.Pick(Enum.GetValues<ResolutionStrategy>()),
            CircuitBreaker = new CircuitBreakerOptions
            {
                FailureThreshold = random.Next(1, 4),
                RecoveryTimeout = random.Pick([0, 0.5, 2, 5]),
                SuccessThreshold = random.Next(1, 3),
                TimeoutDuration = random.Pick([0.5, 2, 5]),
            },
        };
        var request = new RegisterRequest(id, registration);
        Operation operation;
        do
        {
            operation = new Operation { Kind = OperationKind.Put, Caller = Owner, AgentId = id, Marker = id };
            await client.AskAsync(operation, (registry, token) => registry.PutAsync(request, Precondition.None, Owner, token), static _ => { });
        }
        while (!operation.IsOk);
    }

    private async Task DrainAsync()
    {
        for (var waited = TimeSpan.Zero; _history.Pending > 0 && waited < Patience; waited += TimeSpan.FromSeconds(1))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _world.TrueTime);
        }

        _violations.AddRange(_history.Operations.Where(operation => operation.Answered is null).Select(operation => $"{operation}: never answered"));
    }

    private async Task CheckAsync(IReadOnlyList<string> providers)
    {
        _log = LogReader.Read(_world.Storage.Journal);
        _violations.AddRange(CircuitChecker.Check(_log, _callers.SelectMany(static caller => caller.Trials).ToList(), _world.Scheduler.Start));
        foreach (var instance in _cluster.Instances.Where(static instance => instance.Node.IsAlive))
        {
            foreach (var id in providers)
            {
                var last = _log.Changes.Last(change => change.AgentId == id).After!;
                var reply = await instance.Node.CallAsync(async () => await instance.Registry.GetAsync(id, Freshness.Latest, CancellationToken.None));
                if (!reply.Arrived || !reply.Value.Is(out var read, out _) || (read.View.Agent.Revision == last.Revision && read.View.Agent.Circuit != last.Circuit))
                {
                    _violations.Add($"{instance.Node.Name} does not know the circuit of {id} as the log has it: {last.Circuit}");
                }
            }
        }
    }

    private SimulationReport Report() => new(_seed, _settings, _world.Storage.Plan, _violations)
    {
        TraceHash = _world.Scheduler.Trace.Hash,
        Steps = _world.Scheduler.Steps,
        VirtualTime = TimeSpan.FromTicks(_world.Scheduler.Now),
        LastEvents = [.. _world.Scheduler.Trace.Last()],
        Counts = Counts(),
    };

    private Dictionary<string, int> Counts() =>
        _log.Changes.Where(static change => change is { Before: not null, After: not null } && change.Before.Circuit.State != change.After.Circuit.State)
            .Select(static change => $"{change.Before!.Circuit.State} -> {change.After!.Circuit.State}")
            .Concat(_callers.SelectMany(static caller => caller.Trials).Select(static _ => "trials answered"))
            .CountBy(static name => name).ToDictionary(StringComparer.Ordinal);
}
