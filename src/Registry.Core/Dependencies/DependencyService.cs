using Registry.Core.Agents;
using Registry.Core.Dependencies.Commands;
using Registry.Core.Discovery;
using Registry.Core.Lifecycles;
using Registry.Core.Lifecycles.Commands;

namespace Registry.Core.Dependencies;

/// <summary>Who depends on whom. Thread-safe. Every refusal is a value; all may also be StorageUnavailable, commands OutcomeUnknown.</summary>
public sealed class DependencyService
{
    private readonly RegistryShards _shards;
    private readonly GraphCommands _commands;
    private readonly Func<string, Freshness, CancellationToken, ValueTask<Outcome<AgentRead>>> _get;

    internal DependencyService(
        RegistryShards shards, GraphCommands commands, Func<string, Freshness, CancellationToken, ValueTask<Outcome<AgentRead>>> get)
    {
        _shards = shards;
        _commands = commands;
        _get = get;
    }

    /// <summary>Makes an agent depend on another, registered or not. The value says whether that is new. Refusals: NotFound, Forbidden, DependencyCycle, DependenciesNotActive, InvalidRequest (too many), RateLimited.</summary>
    public Task<Outcome<bool>> AddAsync(string id, string other, Caller caller, CancellationToken cancellationToken) =>
        _commands.ExecuteAsync(new AddDependencyCommand(id, other, caller), cancellationToken);

    /// <summary>Ends a dependency. The value says whether there was one. Refusals: NotFound, Forbidden, RateLimited.</summary>
    public Task<Outcome<bool>> RemoveAsync(string id, string other, Caller caller, CancellationToken cancellationToken) =>
        _commands.ExecuteAsync(new RemoveDependencyCommand(id, other, caller), cancellationToken);

    /// <summary>What an agent depends on, directly or over others. Refusals: NotFound.</summary>
    public async Task<Outcome<DependencyList>> DependenciesAsync(string id, bool transitive, Freshness freshness, CancellationToken cancellationToken) =>
        (await _get(id, freshness, cancellationToken)).Is(out var read, out var refusal)
            ? new DependencyList(transitive ? Reach(read.View.Agent, dependents: false) : DependenciesOf(read.View.Agent), read.AgeMs)
            : refusal;

    /// <summary>What depends on an agent, directly or over others. Refusals: NotFound.</summary>
    public async Task<Outcome<DependencyList>> DependentsAsync(string id, bool transitive, Freshness freshness, CancellationToken cancellationToken) =>
        (await _get(id, freshness, cancellationToken)).Is(out var read, out var refusal)
            ? new DependencyList(transitive ? Reach(read.View.Agent, dependents: true) : DependentsOf(id), read.AgeMs)
            : refusal;

    /// <summary>Direct dependencies, from memory.</summary>
    public static IReadOnlyList<string> DependenciesOf(Agent agent) => agent.Node?.Dependencies ?? [];

    /// <summary>Registered agents that depend on this one directly, by id, from memory.</summary>
    public IReadOnlyList<string> DependentsOf(string id) =>
        _commands.Look(view => Registered(view, id));

    /// <summary>Which of an agent's dependencies are not active. Refusals: NotFound.</summary>
    public async Task<Outcome<IReadOnlyList<DependencyFault>>> ValidateAsync(string id, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!(await _get(id, freshness, cancellationToken)).Is(out var read, out var refusal))
        {
            return refusal;
        }

        var dependencies = DependenciesOf(read.View.Agent);
        if (dependencies.Count > 0 && !await _shards.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        return _commands.Look(view => GraphRules.Faults(view, dependencies));
    }

    /// <summary>As <see cref="ValidateAsync"/>, and puts the agent in error where one is not active. Refusals also: Forbidden, RateLimited.</summary>
    public Task<Outcome<IReadOnlyList<DependencyFault>>> ValidateAndMarkAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        _commands.ExecuteAsync(new ValidateCommand(id, caller), cancellationToken);

    /// <summary>An order in which agents can be activated. Refusals: InvalidRequest (ids that are not registered).</summary>
    public async Task<Outcome<IReadOnlyList<string>>> OrderAsync(IReadOnlyList<string> ids, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await _shards.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        if (ids.Any(id => _shards.Find(id) is null) && freshness == Freshness.Bounded)
        {
            return await OrderAsync(ids, Freshness.Latest, cancellationToken);
        }

        var errors = new FieldErrors();
        for (var i = 0; i < ids.Count; i++)
        {
            if (_shards.Find(ids[i]) is null)
            {
                errors.Add($"ids[{i}]", "is not registered");
            }
        }

        return errors.IsEmpty ? _commands.Graph.Read(state => ActivationOrder.Of(ids, state.Edges)) : Refusal.Invalid(errors);
    }

    /// <summary>Cycles among the edges: none, unless a fault made one.</summary>
    public async Task<Outcome<IReadOnlyList<IReadOnlyList<string>>>> CyclesAsync(Freshness freshness, CancellationToken cancellationToken) =>
        await EnsureAsync(freshness, cancellationToken)
            ? _commands.Graph.Read(static state => Cycles.Find(state.Nodes.Select(static node => node.Id), state.Edges))
            : Refusals.StorageUnavailable;

    /// <summary>Whether an edge would close a cycle.</summary>
    public async Task<Outcome<bool>> WouldCycleAsync(string from, string to, Freshness freshness, CancellationToken cancellationToken) =>
        await EnsureAsync(freshness, cancellationToken)
            ? _commands.Graph.Read(state => state.Edges.CycleBy(from, to).Count > 0)
            : Refusals.StorageUnavailable;

    /// <summary>Every agent and every edge.</summary>
    public async Task<Outcome<GraphSnapshot>> SnapshotAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await _shards.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        var shards = _shards.All!;
        var nodes = shards.SelectMany(static shard => shard.Agents()).ToDictionary(
            static agent => agent.Id, static agent => new GraphEntry(agent.Id, agent), StringComparer.Ordinal);
        var edges = new List<(string, string)>();
        foreach (var agent in nodes.Values.Select(static entry => entry.Agent).OfType<Agent>().OrderBy(static agent => agent.Id, StringComparer.Ordinal).ToList())
        {
            foreach (var dependency in DependenciesOf(agent))
            {
                edges.Add((dependency, agent.Id));
                nodes.TryAdd(dependency, new GraphEntry(dependency, null));
            }
        }

        return new GraphSnapshot([.. nodes.Values.OrderBy(static entry => entry.Id, StringComparer.Ordinal)], edges, shards.Max(static shard => shard.AgeMs));
    }

    private static List<string> Registered(GraphOverlay view, string id) =>
        GraphRules.Dependents(view, id).FindAll(view.IsRegistered).ConvertAll(static node => node.Id);

    private async Task<bool> EnsureAsync(Freshness freshness, CancellationToken cancellationToken) =>
        await _shards.EnsureAsync(freshness, cancellationToken);

    /// <summary>Over registered agents: what is left of one that is gone leads nowhere.</summary>
    private List<string> Reach(Agent agent, bool dependents) => _commands.Look(view =>
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<string>([agent.Id]);
        while (queue.TryDequeue(out var id))
        {
            var next = dependents
                ? Registered(view, id)
                : view.Agent(id) is { } one ? view.NodeOf(one).Dependencies : [];
            foreach (var other in next)
            {
                if (reached.Add(other))
                {
                    queue.Enqueue(other);
                }
            }
        }

        return reached.Order(StringComparer.Ordinal).ToList();
    });
}
