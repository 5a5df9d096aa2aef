using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Sharding;

namespace Registry.Core.Resolution;

/// <summary>Who should do something now, and how calls went. Thread-safe. Every refusal is a value.</summary>
public sealed class AgentResolution
{
    private readonly PartitionContext _context;
    private readonly Resolver _resolver;
    private readonly OutcomeRecorder _outcomes;
    private readonly CircuitDesk _desk;
    private readonly ReadinessWatch _readiness;
    private readonly ResolutionMetrics _metrics;

    internal AgentResolution(PartitionContext context, RegistryShards shards, EventFeed events)
    {
        _context = context;
        var dependencies = new DependencyHealth(shards);
        _resolver = new Resolver(context, shards, dependencies);
        _outcomes = new OutcomeRecorder(context, shards);
        _desk = new CircuitDesk(shards);
        _readiness = new ReadinessWatch(context, shards, events, dependencies);
        _metrics = new ResolutionMetrics(context.Metrics, shards);
    }

    /// <summary>Chooses an agent. Refusals: NoProvider (with every candidate and why it was left), StorageUnavailable.</summary>
    public async ValueTask<Outcome<Resolved>> ResolveAsync(ResolveQuery query, Caller caller, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!_metrics.TimesResolves)
        {
            return await _resolver.ResolveAsync(query, caller, freshness, cancellationToken);
        }

        var started = _context.Time.GetTimestamp();
        var outcome = await _resolver.ResolveAsync(query, caller, freshness, cancellationToken);
        outcome.Is(out _, out var refusal);
        _metrics.Resolved(refusal, _context.Time.GetElapsedTime(started));
        return outcome;
    }

    /// <summary>Takes in how a call went; answered once it is durable, if it changes anything. Refusals: NotFound, RateLimited, StorageUnavailable, OutcomeUnknown.</summary>
    public Task<Outcome<Agent>> ReportAsync(string id, CallOutcome outcome, Caller caller, CancellationToken cancellationToken) =>
        _outcomes.ReportAsync(id, outcome, caller, cancellationToken);

    /// <summary>A page of circuits. Refusals: StorageUnavailable.</summary>
    public Task<Outcome<CircuitPage>> ListCircuitsAsync(CircuitQuery query, Freshness freshness, CancellationToken cancellationToken) =>
        _desk.ListAsync(query, freshness, cancellationToken);

    /// <summary>
    /// Closes a circuit and forgets its counts; whether there was anything to forget. Refusals: NotFound, Forbidden (outside the caller's namespace), StorageUnavailable,
    /// OutcomeUnknown.
    /// </summary>
    public Task<Outcome<bool>> ResetAsync(string id, Caller caller, CancellationToken cancellationToken) => _desk.ResetAsync(id, caller, cancellationToken);

    /// <summary>The same for every agent; how many. Refusals: StorageUnavailable, OutcomeUnknown.</summary>
    public Task<Outcome<int>> ResetAllAsync(Caller caller, CancellationToken cancellationToken) => _desk.ResetAllAsync(caller, cancellationToken);

    /// <summary>Waits until every type has a provider that can be used. Refusals: StorageUnavailable.</summary>
    /// <param name="types">Compared without case.</param>
    /// <param name="wait">At most <see cref="MaxWait"/>; zero looks once.</param>
    /// <param name="freshness">Of the first look.</param>
    /// <param name="stopping">Ends the wait: the answer is what is known.</param>
    /// <param name="gone">The caller is gone.</param>
    public Task<Outcome<Readiness>> WaitReadyAsync(
        IReadOnlyList<string> types, TimeSpan wait, Freshness freshness, CancellationToken stopping, CancellationToken gone) =>
        _readiness.WaitAsync(types, wait, freshness, stopping, gone);

    /// <summary>Longest that one request waits.</summary>
    public static TimeSpan MaxWait => ReadinessWatch.MaxWait;
}
