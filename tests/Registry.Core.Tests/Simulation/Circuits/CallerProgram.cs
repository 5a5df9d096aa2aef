using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Resolution;
using Registry.Core.Resolution.Circuits;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation.Circuits;

/// <summary>Resolves, calls, and reports; too late, without a word, of nothing, or twice now and then.</summary>
internal sealed class CallerProgram
{
    private readonly SimWorld _world;
    private readonly History _history;
    private readonly IReadOnlyList<string> _providers;
    private readonly Caller _caller;
    private readonly SimRandom _random;
    private readonly RegistryClient _client;
    private readonly double _fails;

    public CallerProgram(SimWorld world, Cluster cluster, History history, IReadOnlyList<string> providers, string name)
    {
        _world = world;
        _history = history;
        _providers = providers;
        _caller = new Caller(name, CallerRole.Operator);
        _random = world.Random.Fork();
        _fails = _random.Pick([0.1, 0.5, 0.9]);
        _client = new RegistryClient(world, cluster, history, world.Random.Fork()) { Wanders = _random.Pick([0, 0.5, 1]) };
    }

    /// <summary>The trials that it was given: whose, and their ids.</summary>
    public List<(string Agent, CircuitTrial Trial)> Trials { get; } = [];

    public async Task RunAsync()
    {
        while (!_history.IsClosed)
        {
            await Task.Delay(_random.Between(0.01, 1.5), _world.TrueTime);
            if (_random.Chance(0.03))
            {
                await ResetAsync();
            }
            else if (_random.Chance(0.15))
            {
                await ReportAsync(_random.Pick(_providers), null);
            }
            else
            {
                await CallAsync();
            }
        }
    }

    private async Task CallAsync()
    {
        Resolved? resolved = null;
        var query = new ResolveQuery { Type = "llm", Peek = _random.Chance(0.05), Explain = _random.Chance(0.05) };
        await _client.AskAsync(
            Ask(OperationKind.Discover, ""),
            async (registry, token) => await registry.Resolution.ResolveAsync(query, _caller, _random.Pick([Freshness.Bounded, Freshness.Latest]), token),
            found => resolved = found);
        if (resolved is null)
        {
            return;
        }

        if (resolved.Trial is { } trial)
        {
            Trials.Add((resolved.View.Agent.Id, trial));
        }

        await Task.Delay(_random.Between(0.01, _random.Chance(0.2) ? 8 : 0.5), _world.TrueTime);
        if (_random.Chance(0.85))
        {
            await ReportAsync(resolved.View.Agent.Id, _random.Chance(0.5) ? resolved.Trial?.Id : null);
        }

        if (_random.Chance(0.1))
        {
            await ReportAsync(resolved.View.Agent.Id, resolved.Trial?.Id);
        }
    }

    private Task ReportAsync(string id, string? trial)
    {
        var outcome = new CallOutcome(!_random.Chance(_fails), _random.Chance(0.3) ? _random.NextDouble() * 5000 : null, null, trial);
        return _client.AskAsync(Ask(OperationKind.SetStatus, id), (registry, token) => registry.Resolution.ReportAsync(id, outcome, _caller, token), static _ => { });
    }

    private Task ResetAsync()
    {
        var id = _random.Pick(_providers);
        return _client.AskAsync(Ask(OperationKind.SetStatus, id), (registry, token) => registry.Resolution.ResetAsync(id, _caller, token), static _ => { });
    }

    private Operation Ask(OperationKind kind, string id) => new() { Kind = kind, Caller = _caller, AgentId = id, Marker = $"call{_history.NextNumber}" };
}
