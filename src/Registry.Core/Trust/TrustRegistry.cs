using Registry.Core.Agents;
using Registry.Core.Configuration;
using Registry.Core.Discovery;
using Registry.Core.Sharding;

namespace Registry.Core.Trust;

/// <summary>Authorities, and the trust in agents that follows from them. Thread-safe. Every refusal is a value.</summary>
public sealed class TrustRegistry
{
    private readonly PartitionContext _context;
    private readonly RegistryShards _shards;
    private readonly ConfigStore _config;
    private readonly Lock _gate = new();
    private (ConfigSnapshot Of, AuthoritySet Set) _authorities = (ConfigSnapshot.Empty, AuthoritySet.Of(ConfigSnapshot.Empty));

    internal TrustRegistry(PartitionContext context, RegistryShards shards, ConfigStore config)
    {
        _context = context;
        _shards = shards;
        _config = config;
    }

    /// <summary>Sets an authority. Refusals: InvalidRequest (a parent that is none), Conflict (revoked before, too many), StorageUnavailable.</summary>
    public async Task<Outcome<AuthorityView>> PutAsync(AuthorityInput input, Caller caller, CancellationToken cancellationToken) =>
        View(await ChangeAsync(input.Id, (current, all, _) => AuthorityRules.Put(input, current, all), caller, cancellationToken));

    /// <summary>Revokes an authority with all that it vouched for. Refusals: NotFound, StorageUnavailable.</summary>
    public async Task<Outcome<AuthorityView>> RevokeAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        View(await ChangeAsync(id, static (current, _, _) => AuthorityRules.Revoke(current), caller, cancellationToken));

    /// <summary>Revokes one token of an authority. Refusals: NotFound, Conflict (too many), StorageUnavailable.</summary>
    public async Task<Outcome<AuthorityView>> RevokeTokenAsync(string id, string tokenId, Caller caller, CancellationToken cancellationToken) =>
        View(await ChangeAsync(id, (current, _, _) => AuthorityRules.RevokeToken(tokenId, current), caller, cancellationToken));

    /// <summary>One authority. Refusals: NotFound, StorageUnavailable.</summary>
    public async Task<Outcome<AuthorityView>> FindAsync(string id, Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await _config.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        if (Authorities().Find(id) is null && freshness == Freshness.Bounded && !await _config.EnsureAsync(Freshness.Latest, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        return Authorities().Find(id) is { } authority ? View(authority, created: false) : AuthorityRules.NotFound();
    }

    /// <summary>All authorities, revoked ones included, by id. Refusals: StorageUnavailable.</summary>
    public async Task<Outcome<IReadOnlyList<AuthorityView>>> ListAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await _config.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        List<AuthorityView> views = [.. Authorities().All.Select(authority => View(authority, created: false))];
        return Outcome<IReadOnlyList<AuthorityView>>.Of(views);
    }

    /// <summary>Renews the trust in an agent. Refusals: TrustNotEstablished, NotFound, Forbidden, RateLimited, InvalidRequest (too large), StorageUnavailable.</summary>
    public async Task<Outcome<TrustReport>> RenewAsync(string id, string token, Caller caller, CancellationToken cancellationToken)
    {
        var established = await EstablishAsync(id, new TrustChange { Token = token }, cancellationToken);
        if (!await _shards.OpenAsync())
        {
            return Refusals.StorageUnavailable;
        }

        var outcome = await _shards.Of(id).Commands.ExecuteAsync(new RenewTrustCommand(id, established, caller), null, cancellationToken);
        return outcome.Is(out var agent, out var refusal) ? Report(agent, 0) : refusal;
    }

    /// <summary>How far an agent is trusted now.</summary>
    /// <param name="read">As it was read.</param>
    /// <param name="freshness">Of the authorities.</param>
    /// <param name="cancellationToken">Ends the wait for them.</param>
    public async Task<Outcome<TrustReport>> ReadAsync(AgentRead read, Freshness freshness, CancellationToken cancellationToken) =>
        await _config.EnsureAsync(freshness, cancellationToken) ? Report(read.View.Agent, read.AgeMs) : Refusals.StorageUnavailable;

    /// <summary>Verifies the token of a registration, by authorities that are read for it. Refusals: TrustNotEstablished, StorageUnavailable.</summary>
    internal async ValueTask<Outcome<TrustChange>> EstablishAsync(string id, TrustChange change, CancellationToken cancellationToken)
    {
        if (change.Token is null || change.IsWaived)
        {
            return change;
        }

        if (!await _config.EnsureAsync(Freshness.Latest, cancellationToken) || await _context.NowAsync(cancellationToken) is not { } now)
        {
            return Refusals.StorageUnavailable;
        }

        var verdict = TrustVerifier.Verify(change.Token, Authorities(), id, now.Upper);
        return verdict.Fault is { } fault
            ? TrustRefusals.NotEstablished(id, fault)
            : change with { Token = null, Trust = verdict.Trust };
    }

    /// <summary>Judges a shard's agents again: what lapsed or was revoked is marked, what holds again is not any more.</summary>
    internal async Task SweepAsync(AgentShard shard, CancellationToken cancellationToken)
    {
        var agents = shard.Agents().Where(agent => agent.Trust is not null).ToList();
        if (agents.Count == 0 || !await _config.EnsureAsync(Freshness.Latest, cancellationToken) || !_context.TryNow(out var now))
        {
            return;
        }

        var authorities = Authorities();
        var paths = new Dictionary<(string, string), TrustPath>();
        var marks = new List<Task<Outcome<bool>>>();
        foreach (var agent in agents)
        {
            var trust = agent.Trust!;
            if (!paths.TryGetValue((trust.Authority, trust.Key), out var path))
            {
                path = authorities.PathTo(trust.Authority, trust.Key, now.Lower);
                paths.Add((trust.Authority, trust.Key), path);
            }

            var capabilities = agent.Registration.Capabilities;
            var fault = TrustVerifier.Judge(trust, authorities, capabilities, now.Lower, path).Fault;
            if (fault != trust.Fault)
            {
                marks.Add(shard.Commands.ExecuteAsync(new MarkTrustCommand(agent.Id, trust.Seq, capabilities, fault), null, cancellationToken));
            }
        }

        foreach (var mark in marks)
        {
            // One that could not be made is found again by the next sweep.
            await mark;
        }
    }

    private async Task<Outcome<ConfigWritten>> ChangeAsync(string id, ConfigDecide decide, Caller caller, CancellationToken cancellationToken) =>
        await _config.ChangeAsync(ConfigKinds.Authority, id, decide, caller, cancellationToken);

    private Outcome<AuthorityView> View(Outcome<ConfigWritten> outcome) =>
        outcome.Is(out var written, out var refusal)
            ? View(AuthorityDocument.Read(written.After!), created: written.Before is null)
            : refusal;

    private AuthorityView View(Authority authority, bool created) =>
        new(authority, Authorities().PathTo(authority.Id, key: null, Now()).Fault, created);

    private TrustReport Report(Agent agent, long ageMs)
    {
        var name = agent.Registration.Name;
        if (agent.Trust is not { } trust)
        {
            return new TrustReport { Fault = new TrustFault(TrustReason.NotEstablished), AgeMs = ageMs };
        }

        var verdict = TrustVerifier.Judge(trust, Authorities(), agent.Registration.Capabilities, Now());
        var own = verdict.Fault is { At: null } fault ? fault.Reason : verdict.Fault is { Reason: TrustReason.CapabilityBeyondCeiling } beyond ? beyond.Reason : (TrustReason?)null;
        return new TrustReport
        {
            Fault = verdict.Fault,
            Authority = trust.Authority,
            ExpiresAt = Math.Min(trust.ExpiresAt, verdict.Path.ExpiresAt),
            Chain = [.. verdict.Path.Links, new TrustLink(agent.Id, name, own)],
            AgeMs = ageMs,
        };
    }

    /// <summary>Storage time where it is known; for what is only shown, this machine's will do.</summary>
    private long Now() => _context.TryNow(out var now) ? now.Upper : _context.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private AuthoritySet Authorities()
    {
        var snapshot = _config.Snapshot;
        lock (_gate)
        {
            if (!ReferenceEquals(_authorities.Of, snapshot))
            {
                _authorities = (snapshot, AuthoritySet.Of(snapshot));
            }

            return _authorities.Set;
        }
    }
}
