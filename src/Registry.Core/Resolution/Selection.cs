using System.Buffers;
using Registry.Core.Agents;
using Registry.Core.Health;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Resolution.Providers;
using Registry.Core.Sharding;

namespace Registry.Core.Resolution;

/// <summary>One choice among the providers of a type: who can be used, and who of them it is. Looks at memory only.</summary>
internal sealed class Selection
{
    private readonly PartitionContext _context;
    private readonly DependencyHealth _dependencies;
    private readonly ResolveQuery _query;
    private readonly ProviderType _type;
    private readonly ProviderGroup[] _own;
    private readonly ProviderGroup[] _global;
    private List<Provider>? _lost;

    /// <param name="context">Time, randomness, latencies.</param>
    /// <param name="dependencies">Of the graph.</param>
    /// <param name="query">What is needed.</param>
    /// <param name="type">Of the providers.</param>
    /// <param name="list">All of them: those of the handler and those that serve all take part.</param>
    public Selection(PartitionContext context, DependencyHealth dependencies, ResolveQuery query, ProviderType type, ProviderList list)
    {
        _context = context;
        _dependencies = dependencies;
        _query = query;
        _type = type;
        _own = query.Handler is { } handler ? list.Of(handler) : [];
        _global = query.FallbackToGlobal || query.Handler is null ? list.Global : [];
    }

    /// <param name="context">Time, randomness, latencies.</param>
    /// <param name="dependencies">Of the graph.</param>
    /// <param name="query">What is needed.</param>
    /// <param name="type">Of the providers.</param>
    /// <param name="groups">Those that take part.</param>
    public Selection(PartitionContext context, DependencyHealth dependencies, ResolveQuery query, ProviderType type, ProviderGroup[] groups)
    {
        _context = context;
        _dependencies = dependencies;
        _query = query;
        _type = type;
        _own = [];
        _global = groups;
    }

    private bool TakesTrials => !_query.Peek && !_query.Explain;

    /// <summary>Its trial was given to somebody else: it is left from now on.</summary>
    public void Lose(Provider provider) => (_lost ??= []).Add(provider);

    /// <summary>Who it is; null: nobody can be used. One that needs a trial is chosen only if the trial may be taken.</summary>
    public Choice? Choose() => Choose(HealthStatus.Healthy) ?? Choose(HealthStatus.Degraded);

    /// <summary>Others that can be used at once, the healthy ones first, at most <see cref="Resolved.MaxAlternatives"/>.</summary>
    public IReadOnlyList<AgentView> Alternatives(Provider chosen)
    {
        List<AgentView>? found = null;
        foreach (var status in (ReadOnlySpan<HealthStatus>)[HealthStatus.Healthy, HealthStatus.Degraded])
        {
            AddAlternatives(_own, status, chosen, ref found);
            AddAlternatives(_global, status, chosen, ref found);
        }

        return found ?? (IReadOnlyList<AgentView>)[];
    }

    /// <summary>Every candidate, in the order in which they are asked, at most so many.</summary>
    public List<Candidate> Explain(Provider? taken, int most)
    {
        var candidates = new List<Candidate>();
        var needed = taken is null || taken.Agent.Status == HealthStatus.Degraded ? HealthStatus.Degraded : HealthStatus.Healthy;
        foreach (var (groups, isGlobal) in new[] { (_own, false), (_global, true) })
        {
            foreach (var provider in groups.SelectMany(static group => group.Members).Take(most - candidates.Count))
            {
                var agent = provider.Agent;
                var reason = ReferenceEquals(provider, taken) ? CandidateReason.Usable : Judge(provider, agent, agent.Status == needed ? needed : HealthStatus.Healthy, out _);
                candidates.Add(new Candidate(agent, isGlobal, ReferenceEquals(provider, taken), reason));
            }
        }

        return candidates;
    }

    private Choice? Choose(HealthStatus status) => Choose(_own, status, isGlobal: false) ?? Choose(_global, status, isGlobal: true);

    private Choice? Choose(ProviderGroup[] groups, HealthStatus status, bool isGlobal)
    {
        foreach (var group in groups)
        {
            var choice = group.Strategy == ResolutionStrategy.Fallback ? First(group, status, isGlobal) : OneOf(group, status, isGlobal);
            if (choice is not null)
            {
                return choice;
            }
        }

        return null;
    }

    private Choice? First(ProviderGroup group, HealthStatus status, bool isGlobal)
    {
        foreach (var provider in group.Members)
        {
            var agent = provider.Agent;
            if (Judge(provider, agent, status, out var trial) == CandidateReason.Usable)
            {
                return new Choice(provider, agent, isGlobal, group.Strategy, trial);
            }
        }

        return null;
    }

    private Choice? OneOf(ProviderGroup group, HealthStatus status, bool isGlobal)
    {
        var usable = ArrayPool<Provider>.Shared.Rent(group.Members.Length);
        var count = 0;
        try
        {
            foreach (var provider in group.Members)
            {
                if (Judge(provider, provider.Agent, status, out _) == CandidateReason.Usable)
                {
                    usable[count++] = provider;
                }
            }

            if (count == 0)
            {
                return null;
            }

            var chosen = Pick(group.Strategy, usable.AsSpan(0, count));
            var agent = chosen.Agent;

            // It may have changed since it was judged: then the next choice judges it anew.
            return Judge(chosen, agent, status, out var trial) == CandidateReason.Usable
                ? new Choice(chosen, agent, isGlobal, group.Strategy, trial)
                : First(group, status, isGlobal);
        }
        finally
        {
            ArrayPool<Provider>.Shared.Return(usable, clearArray: true);
        }
    }

    private Provider Pick(ResolutionStrategy strategy, Span<Provider> usable)
    {
        if (strategy == ResolutionStrategy.Random)
        {
            return usable[(int)(_context.Entropy.NextDouble() * usable.Length)];
        }

        return _type.Next(strategy == ResolutionStrategy.LeastLatency ? Fastest(usable) : usable, _query.Peek);
    }

    /// <summary>Those with the least latency; those of which none is known, and those that are tried again, before all.</summary>
    private Span<Provider> Fastest(Span<Provider> usable)
    {
        var (least, count) = (double.PositiveInfinity, 0);
        for (var i = 0; i < usable.Length; i++)
        {
            var agent = usable[i].Agent;
            var latency = agent.Circuit.State == CircuitState.Closed ? _context.Providers.Latencies.Of(agent) ?? -1 : -1;
            if (latency < least)
            {
                (least, count) = (latency, 0);
            }

            if (latency == least)
            {
                (usable[count], usable[i]) = (usable[i], usable[count]);
                count++;
            }
        }

        return usable[..count];
    }

    private void AddAlternatives(ProviderGroup[] groups, HealthStatus status, Provider chosen, ref List<AgentView>? found)
    {
        foreach (var group in groups)
        {
            foreach (var provider in group.Members)
            {
                if (found?.Count == Resolved.MaxAlternatives)
                {
                    return;
                }

                var agent = provider.Agent;
                if (provider != chosen && Judge(provider, agent, status, out var trial) == CandidateReason.Usable && !trial)
                {
                    (found ??= new List<AgentView>(Math.Min(group.Members.Length, Resolved.MaxAlternatives))).Add(new AgentView(agent, provider.Shard.LastSeen(agent)));
                }
            }
        }
    }

    /// <param name="provider">Whose place it is.</param>
    /// <param name="agent">As it is now.</param>
    /// <param name="needed">Healthy, or Degraded: then a degraded one will do as well as a healthy one.</param>
    /// <param name="trial">Whether it can be used only as a trial.</param>
    private CandidateReason Judge(Provider provider, Agent agent, HealthStatus needed, out bool trial)
    {
        trial = false;
        if (_query.Exclude.Count > 0 && _query.Exclude.Contains(agent.Id))
        {
            return CandidateReason.Excluded;
        }

        if (!_query.HasCapabilities(agent))
        {
            return CandidateReason.Capability;
        }

        if (agent.Lifecycle != Lifecycle.Active)
        {
            return CandidateReason.Lifecycle;
        }

        if (agent.Status != needed)
        {
            return CandidateReason.Status;
        }

        if (!Passes(provider, agent, out trial))
        {
            return CandidateReason.Circuit;
        }

        return _query.RequireDependencies && !_dependencies.AreUp(agent) ? CandidateReason.Dependencies : CandidateReason.Usable;
    }

    private bool Passes(Provider provider, Agent agent, out bool trial)
    {
        trial = agent.Circuit.State != CircuitState.Closed;
        return !trial
            || ((TakesTrials || _query.Peek)
                && _lost?.Contains(provider) != true
                && _context.TryNow(out var now)
                && new CircuitBreaker(agent.Registration.CircuitBreaker).Passage(agent.Circuit, now) == CircuitPassage.Trial);
    }
}
