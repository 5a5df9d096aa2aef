using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Registry.Core.Agents.Commands;
using Registry.Core.Agents.Quotas;
using Registry.Core.Agents.Revisions;
using Registry.Core.Agents.Services;
using Registry.Core.Configuration;
using Registry.Core.Dependencies;
using Registry.Core.Diagnostics;
using Registry.Core.Discovery;
using Registry.Core.Discovery.CustomIndexes;
using Registry.Core.Events;
using Registry.Core.Health;
using Registry.Core.Health.Maintenance;
using Registry.Core.Health.Probing;
using Registry.Core.Health.Sweeping;
using Registry.Core.Jobs;
using Registry.Core.Lifecycles;
using Registry.Core.Lifecycles.Hooks;
using Registry.Core.Outbound;
using Registry.Core.Resolution;
using Registry.Core.Sharding;
using Registry.Core.Statistics;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Core.Trust;
using Registry.Core.Usage;
using Registry.Core.Webhooks;

namespace Registry.Core.Agents;

/// <summary>What callers can do with agents. Thread-safe. Every refusal is a value.</summary>
public sealed class AgentRegistry
{
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(10);

    private readonly PartitionContext _context;
    private readonly RegistryShards _shards;
    private readonly AgentReads _reads;
    private readonly RegistryJobs _jobs;
    private readonly HeartbeatService _heartbeats;
    private readonly AgentQuotas _quotas;
    private readonly AgentHealthService _health;
    private readonly DependentRegistrations _dependents;

    /// <param name="table">Storage.</param>
    /// <param name="clock">Its time.</param>
    /// <param name="time">Of this machine.</param>
    /// <param name="entropy">Randomness.</param>
    /// <param name="options">What the domain is told.</param>
    /// <param name="logger">Null: nothing is logged.</param>
    /// <param name="metrics">Null: nothing is measured.</param>
    /// <param name="hookSender">How hooks are called; null: over the network, through the outbound guard.</param>
    /// <param name="hooks">Hooks in this process.</param>
    /// <param name="prober">How agents are probed; null: over the network, through the outbound guard.</param>
    /// <param name="sender">How events are pushed; null: likewise.</param>
    public AgentRegistry(
        ITable table,
        StorageClock clock,
        TimeProvider time,
        Entropy entropy,
        RegistryOptions options,
        ILogger<AgentRegistry>? logger = null,
        RegistryMetrics? metrics = null,
        IProber? prober = null,
        IHookSender? hookSender = null,
        IEnumerable<ILifecycleHook>? hooks = null,
        IWebhookSender? sender = null)
    {
        metrics ??= RegistryMetrics.Silent;
        var metered = new MeteredTable(table, metrics, time);
        _context = new PartitionContext(metered, clock, time, entropy, options, logger ?? NullLogger<AgentRegistry>.Instance) { Metrics = metrics };
        _shards = new RegistryShards(_context);
        Config = new ConfigStore(_context, _shards);
        var notes = new RegistryNotes(_context, Config);
        Indexes = new IndexCatalog(Config, _shards);
        _reads = new AgentReads(_context, _shards, Indexes);
        Trust = new TrustRegistry(_context, _shards, Config);
        _heartbeats = new HeartbeatService(_context, _shards);
        Usage = new RegistryUsage(_context, _shards);
        var connector = new OutboundConnector(options.Outbound, new DnsResolver(), time);
        Hooks = new HookRunner(_context, hookSender ?? new NetworkHookSender(connector, time), [.. hooks ?? []], new HookCatalog(Config, entropy), notes);
        var graph = new GraphCommands(_context, _shards);
        Graph = new AgentGraph(new LifecycleService(graph, new HookedSteps(graph, Hooks, Usage), GetAsync), new DependencyService(_shards, graph, GetAsync));
        _dependents = new DependentRegistrations(_context, _shards, graph, Graph.Lifecycle);
        Events = new EventFeed(_context, _shards);
        Audit = new AuditLog(_context, _shards);
        Resolution = new AgentResolution(_context, _shards, Events);
        _quotas = new AgentQuotas(_context.Owners, _shards);
        Services = new ServiceRegistry(this, _shards, _quotas, _dependents, options.Defaults);
        Statistics = new RegistryCounts(_shards);
        Versions = new AgentVersions(_context, _shards);
        Cleanup = new Cleanup(_context, _shards, SweepAsync);
        var probes = new ProbeRunner(_context, prober ?? new NetworkProber(connector, time));
        _health = new AgentHealthService(_context, _shards, probes);
        _jobs = new RegistryJobs(_context, _shards, Trust, notes, Usage, probes);
        ShardGauges.Add(metrics, _shards, () => _jobs.ProtectedSince > 0);
        Webhooks = new WebhookService(_context, _shards, Config, Events, sender);
    }

    /// <summary>What operators set for the whole registry.</summary>
    internal ConfigStore Config { get; }

    /// <summary>Authorities, and the trust that follows from them.</summary>
    public TrustRegistry Trust { get; }

    /// <summary>Agents of kind service, by their names.</summary>
    public ServiceRegistry Services { get; }

    public RegistryCounts Statistics { get; }

    /// <summary>How agents are used.</summary>
    public RegistryUsage Usage { get; }

    /// <summary>What agents are indexed by.</summary>
    public IndexCatalog Indexes { get; }

    /// <summary>What agents were registered as before, and the way back to it.</summary>
    public AgentVersions Versions { get; }

    /// <summary>Removes what is of no use any more.</summary>
    public Cleanup Cleanup { get; }

    /// <summary>Lifecycle and dependencies.</summary>
    public AgentGraph Graph { get; }

    /// <summary>What happened, and what happens.</summary>
    public EventFeed Events { get; }

    /// <summary>Events that are pushed to subscribers.</summary>
    public WebhookService Webhooks { get; }

    /// <summary>Who should do something now, and how calls went.</summary>
    public AgentResolution Resolution { get; }

    /// <summary>Who did what, and who was refused what.</summary>
    public AuditLog Audit { get; }

    /// <summary>Asked before agents are activated and deactivated, and told after it.</summary>
    public HookRunner Hooks { get; }

    /// <summary>Until it is disposed nothing is committed that is asked for: then it travels together. For as long as it takes to ask, no longer.</summary>
    public IDisposable HoldCommits() => new CommitHold((_shards.All ?? []).Select(shard => shard.Commands.Switch));

    /// <summary>Registers. Refusals: AlreadyRegistered, Conflict (idempotency key with another body), QuotaExceeded, TrustNotEstablished, StorageUnavailable, OutcomeUnknown; with dependencies also DependencyCycle, DependenciesNotActive.</summary>
    public async Task<Outcome<Registered>> RegisterAsync(RegisterRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var id = request.Id
            ?? (request.IdempotencyKey is { } key ? AgentId.FromIdempotencyKey(caller.Name, key) : _context.Entropy.NextGuid().ToString());
        if (!(await Trust.EstablishAsync(id, request.Trust, cancellationToken)).Is(out var trust, out var refusal))
        {
            return refusal;
        }

        return await _dependents.RegisterAsync(
            id,
            request with { Trust = trust },
            caller,
            () => Preview(id, new RegisterCommand(id, request with { Trust = trust }, caller)),
            it => _quotas.RunAsync(it, caller, asked => ExecuteAsync(id, new RegisterCommand(id, asked, caller), cancellationToken), cancellationToken),
            cancellationToken);
    }

    /// <summary>Registers or replaces under the id of the request. Refusals also: PreconditionFailed, Forbidden, RateLimited, InvalidRequest (another kind).</summary>
    public async Task<Outcome<Registered>> PutAsync(RegisterRequest request, Precondition precondition, Caller caller, CancellationToken cancellationToken) =>
        (await Trust.EstablishAsync(request.Id!, request.Trust, cancellationToken)).Is(out var trust, out var refusal)
            ? await _dependents.PutAsync(
                request.Id!,
                request with { Trust = trust },
                precondition,
                caller,
                () => Preview(request.Id!, new PutCommand(request.Id!, request with { Trust = trust }, precondition, caller, _context.Options.Defaults)),
                (it, condition) => _quotas.RunAsync(
                    it,
                    caller,
                    asked => ExecuteAsync(asked.Id!, new PutCommand(asked.Id!, asked, condition, caller, _context.Options.Defaults), condition, cancellationToken),
                    cancellationToken),
                cancellationToken)
            : refusal;

    /// <summary>JSON merge patch (RFC 7396) on what was registered. Refusals also: NotFound, InvalidRequest.</summary>
    public async Task<Outcome<Agent>> PatchAsync(string id, RawJson patch, Precondition precondition, Caller caller, CancellationToken cancellationToken) =>
        (await Trust.EstablishAsync(id, TrustMember.OfPatch(patch.Parse()), cancellationToken)).Is(out var trust, out var refusal)
            ? await _dependents.PatchAsync(
                id,
                patch,
                precondition,
                caller,
                () => Preview(id, new PatchCommand(id, patch, precondition, caller, _context.Options.Defaults, trust)),
                condition => ExecuteAsync(id, new PatchCommand(id, patch, condition, caller, _context.Options.Defaults, trust), condition, cancellationToken),
                cancellationToken)
            : refusal;

    /// <summary>Renews the lease; answered once durable. Refusals: NotFound (register again), Forbidden, RateLimited, StorageUnavailable.</summary>
    public Task<Outcome<HeartbeatAnswer>> HeartbeatAsync(string id, HeartbeatRequest request, Caller caller, CancellationToken cancellationToken) =>
        _heartbeats.BeatAsync(id, request, caller, cancellationToken);

    /// <summary>Removes. The value says whether it was there.</summary>
    public Task<Outcome<bool>> UnregisterAsync(string id, Precondition precondition, Caller caller, CancellationToken cancellationToken) =>
        _dependents.UnregisterAsync(
            id, caller, () => ExecuteAsync(id, new UnregisterCommand(id, precondition, caller), precondition, cancellationToken), cancellationToken);

    /// <summary>Sets what the agent reports, by its owner or an operator; does not renew the lease.</summary>
    public Task<Outcome<Agent>> SetStatusAsync(string id, HealthStatus status, Caller caller, CancellationToken cancellationToken) =>
        ExecuteAsync(id, new SetStatusCommand(id, status, caller), cancellationToken);

    /// <summary>Gives an agent to another owner. Refusals: NotFound, Forbidden (outside the caller's namespace), RateLimited.</summary>
    public Task<Outcome<Agent>> SetOwnerAsync(string id, string owner, Caller caller, CancellationToken cancellationToken) =>
        ExecuteAsync(id, new SetOwnerCommand(id, owner, caller), cancellationToken);

    /// <summary>
    /// Takes an agent out of service, until a time or until told otherwise. Refusals: NotFound, Forbidden (outside the caller's namespace), InvalidRequest (a time
    /// that is past), RateLimited.
    /// </summary>
    public Task<Outcome<Agent>> SetMaintenanceAsync(string id, MaintenanceNote note, Caller caller, CancellationToken cancellationToken) =>
        ExecuteAsync(id, new SetMaintenanceCommand(id, note, caller), cancellationToken);

    /// <summary>Ends maintenance; nothing changes where there is none. Refusals: NotFound, Forbidden (outside the caller's namespace), RateLimited.</summary>
    public Task<Outcome<Agent>> EndMaintenanceAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        ExecuteAsync(id, new EndMaintenanceCommand(id, onlyIfOver: false, caller), cancellationToken);

    /// <summary>How an agent is, by every source. Refusals: NotFound, StorageUnavailable.</summary>
    public async Task<Outcome<AgentHealth>> GetHealthAsync(string id, Freshness freshness, CancellationToken cancellationToken) =>
        (await GetAsync(id, freshness, cancellationToken)).Is(out var read, out var refusal)
            ? await _health.GetAsync(read, freshness, cancellationToken)
            : refusal;

    /// <summary>How the agents that match are, a page of them. Refusals as for discovery.</summary>
    public async Task<Outcome<AgentHealthPage>> DiscoverHealthAsync(DiscoveryQuery query, Freshness freshness, CancellationToken cancellationToken) =>
        (await DiscoverAsync(query, freshness, cancellationToken)).Is(out var found, out var refusal)
            ? await _health.GetAsync(found, freshness, cancellationToken)
            : refusal;

    /// <summary>How an agent's probes went, from memory; null before the first, without a check, and for a registration that is over.</summary>
    public ProbeRecord? ProbesOf(Agent agent) => _health.ProbesOf(agent);

    /// <summary>
    /// Probes an agent now, if it has a check, and says how it is. Refusals: NotFound, Forbidden (outside the caller's namespace), StorageUnavailable.
    /// </summary>
    public async Task<Outcome<AgentHealth>> ProbeAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (!(await GetAsync(id, Freshness.Latest, cancellationToken)).Is(out var read, out var refusal))
        {
            return refusal;
        }

        var agent = read.View.Agent;
        if (!caller.MayChange(agent))
        {
            return Refusals.Forbidden(caller, agent);
        }

        await _health.ProbeAsync(agent, cancellationToken);
        return await GetHealthAsync(id, Freshness.Bounded, cancellationToken);
    }

    /// <summary>Probes those of a page of agents that have a check. Refusals as for discovery.</summary>
    public async Task<Outcome<HealthCheckPage>> CheckAsync(DiscoveryQuery query, CancellationToken cancellationToken) =>
        (await DiscoverAsync(query, Freshness.Bounded, cancellationToken)).Is(out var found, out var refusal)
            ? await _health.CheckAsync(found, cancellationToken)
            : refusal;

    /// <summary>Probes every agent that is due. Refusals: Conflict (another instance does), StorageUnavailable.</summary>
    /// <param name="leaseWait">How long to wait for another instance's run to end.</param>
    /// <param name="cancellationToken">Starts no more probes.</param>
    public Task<Outcome<ProbeReport>> ProbeDueAsync(TimeSpan leaseWait, CancellationToken cancellationToken) => _jobs.ProbeAsync(leaseWait, cancellationToken);

    /// <summary>One agent from memory. Refusals: NotFound, StorageUnavailable.</summary>
    public ValueTask<Outcome<AgentRead>> GetAsync(string id, Freshness freshness, CancellationToken cancellationToken) =>
        _reads.GetAsync(id, freshness, cancellationToken);

    /// <summary>A page of the agents that match. Refusals: StorageUnavailable, InvalidRequest.</summary>
    public ValueTask<Outcome<DiscoveryResult>> DiscoverAsync(DiscoveryQuery query, Freshness freshness, CancellationToken cancellationToken) =>
        _reads.DiscoverAsync(query, freshness, cancellationToken);

    /// <summary>Runs the sweep now. Refusals: Conflict (another instance runs it), StorageUnavailable.</summary>
    /// <param name="leaseWait">How long to wait for another instance's run to end.</param>
    /// <param name="cancellationToken">Ends it between two shards.</param>
    public Task<Outcome<SweepReport>> SweepAsync(TimeSpan leaseWait, CancellationToken cancellationToken) => _jobs.SweepAsync(leaseWait, cancellationToken);

    /// <summary>The registry's own condition. Looks at storage once, bounded, unless it was looked at just now.</summary>
    public Task<RegistryHealth> HealthAsync(CancellationToken cancellationToken) => _jobs.HealthAsync(cancellationToken);

    /// <summary>Loads all shards, so that the first requests find them. False: storage does not answer now.</summary>
    public Task<bool> LoadAsync(CancellationToken cancellationToken) => _shards.EnsureAsync(Freshness.Bounded, cancellationToken).AsTask();

    /// <summary>Makes durable all heartbeats that were received and all accesses that were counted; tells the hooks that wait. The last thing before the process ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var delivered = Webhooks.StopAsync(cancellationToken);
        foreach (var flush in (_shards.All ?? []).Select(shard => shard.Flush.FlushAsync()).ToList())
        {
            await Waiting.CompletesWithinAsync(flush, StopWait, _context.Time, cancellationToken);
        }

        await Usage.StopAsync(StopWait, cancellationToken);
        await delivered;
        await Hooks.IdleAsync(HookRunner.Timeout, cancellationToken);
    }

    internal async Task<Outcome<TResult>> ExecuteAsync<TResult>(string id, ICommand<Agent, AgentOverlay, TResult> command, CancellationToken cancellationToken) =>
        await _shards.OpenAsync()
            ? await _shards.Of(id).Commands.ExecuteAsync(command, null, cancellationToken)
            : Refusals.StorageUnavailable;

    private Refusal? Preview<TResult>(string id, ICommand<Agent, AgentOverlay, TResult> command) => _shards.All is null ? null : _shards.Of(id).Preview(command);

    /// <summary>What a tag says of the graph is compared with a graph that is as new as the request.</summary>
    internal async Task<Outcome<TResult>> ExecuteAsync<TResult>(
        string id, ICommand<Agent, AgentOverlay, TResult> command, Precondition precondition, CancellationToken cancellationToken) =>
        precondition.IfMatch is null || await _shards.Graph.Log.EnsureAsync(Freshness.Latest, cancellationToken)
            ? await ExecuteAsync(id, command, cancellationToken)
            : Refusals.StorageUnavailable;
}
