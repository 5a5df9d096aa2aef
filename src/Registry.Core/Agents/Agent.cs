using Registry.Core.Agents.Documents;
using Registry.Core.Health;
using Registry.Core.Health.Maintenance;
using Registry.Core.Lifecycles;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Trust;

namespace Registry.Core.Agents;

/// <summary>A registered agent as the log says it is. Immutable; what only heartbeats change (last seen) is not in it.</summary>
public sealed record Agent
{
    public required string Id { get; init; }

    public required Registration Registration { get; init; }

    /// <summary>Name of the key that registered it; null when no key was needed.</summary>
    public string? Owner { get; init; }

    /// <summary>Mutation id of the command that registered it: tells this registration from an earlier one of the same id.</summary>
    public required string MutationId { get; init; }

    /// <summary>Position in the vectors of its shard.</summary>
    public int Slot { get; init; }

    /// <summary>Sequence number of its registration.</summary>
    public long Epoch { get; init; }

    /// <summary>Sequence number of its last change.</summary>
    public long Revision { get; init; }

    /// <summary>Sequence number of the change that made what is registered now: its registration, a PUT, a PATCH or a rollback.</summary>
    public long VersionSeq { get; init; }

    /// <summary>Unix milliseconds, storage time, of that change.</summary>
    public long VersionAt { get; init; }

    /// <summary>Name of the key that made it; null when no key was needed.</summary>
    public string? VersionBy { get; init; }

    /// <summary>Unix milliseconds, storage time.</summary>
    public long RegisteredAt { get; init; }

    /// <summary>Unix milliseconds, storage time, of the last change.</summary>
    public long UpdatedAt { get; init; }

    /// <summary>Unix milliseconds, storage time, of the last command its owner issued as the agent.</summary>
    public long Seen { get; init; }

    /// <summary>What the agent itself, or an operator on its behalf, said last. Never Unreachable.</summary>
    public HealthStatus Reported { get; init; }

    /// <summary>Sequence number of the sweep's mark that the lease lapsed; 0 while it stands.</summary>
    public long LapseMark { get; init; }

    /// <summary>What its probes decided, after thresholds. Unknown before that, and without a check; never Unreachable.</summary>
    public HealthStatus ProbeStatus { get; init; }

    /// <summary>An operator's word that it is out of service; null while it is not.</summary>
    public MaintenanceNote? Maintenance { get; init; }

    /// <summary>Who vouches for it; null where nobody does.</summary>
    public AgentTrust? Trust { get; init; }

    /// <summary>Sequence number of the change that set its secret probe headers; 0 where it has none.</summary>
    public long SecretsSeq { get; init; }

    /// <summary>
    /// The lifecycle that it is in: what <c>graph</c> says of this registration, else the one that it began in. Set: the one that it begins in.
    /// The graph's node is joined in memory (see <see cref="GraphState.Join"/>), so filters, counts and answers need no second look.
    /// </summary>
    public Lifecycle Lifecycle
    {
        get => Node?.Lifecycle ?? FirstLifecycle;
        init => FirstLifecycle = value;
    }

    /// <summary>The lifecycle that it began in: the shard keeps no other.</summary>
    internal Lifecycle FirstLifecycle { get; private init; }

    /// <summary>What <c>graph</c> says of this registration; null while it never changed there. Not stored with the agent.</summary>
    public GraphNode? Node { get; init; }

    /// <summary>SHA-256 (hexadecimal) of the request that registered it under an idempotency key; null without one.</summary>
    public string? RequestDigest { get; init; }

    /// <summary>Its circuit breaker: what callers reported of it. A replacement keeps it.</summary>
    public Circuit Circuit { get; init; } = Circuit.Initial;

    /// <summary>Its cached rendering; a copy's is looked at, found to be another's, and made anew.</summary>
    internal RenderedAgent Rendered { get; set; }

    /// <summary>Whether it has a health check.</summary>
    public bool IsProbed => Registration.HealthCheck is { Kind: not HealthCheckKind.None };

    /// <summary>The one status, by the precedence of <see cref="StatusRules"/>.</summary>
    public HealthStatus Status => StatusRules.Decide(this);
}
