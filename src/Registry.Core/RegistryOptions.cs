using Registry.Core.Sharding;

namespace Registry.Core;

/// <summary>What the domain can be told. The host checks ranges when it reads its settings.</summary>
public sealed record RegistryOptions
{
    /// <summary>Partitions that agents are spread over, 1 … 64. Only the first start on a table decides it.</summary>
    public int Shards { get; init; } = 4;

    /// <summary>How old a served read may be while storage answers. Above 0, at most a minute.</summary>
    public TimeSpan MaxStaleness { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>At most one heartbeat flush per shard in this time: the price of a heartbeat in latency against its price in transactions.</summary>
    public TimeSpan HeartbeatFlushInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often heartbeats that other processes received are read again.</summary>
    public TimeSpan VectorRefresh { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>At most one write of usage counts per shard in this time: what a process that is killed may lose, against transactions.</summary>
    public TimeSpan UsageFlushInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How far the change log reaches back.</summary>
    public TimeSpan EventRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Who says it, in events: the <c>source</c> of a CloudEvent, a URI reference.</summary>
    public string EventSource { get; init; } = "/agent-registry";

    /// <summary>When the sweep after one at a given time (Unix milliseconds) is due, by its schedule. A later one was missed.</summary>
    public Func<long, long> NextSweep { get; init; } = last => last + 15_000;

    /// <summary>Defaults that registrations are filled in with.</summary>
    public Agents.RegistrationDefaults Defaults { get; init; } = new();

    /// <summary>What health checks that leave it out mean.</summary>
    public Health.Probing.ProbeDefaults Probes { get; init; } = new();

    /// <summary>Where the registry may connect to on others' behalf.</summary>
    public Outbound.OutboundOptions Outbound { get; init; } = new();

    /// <summary>How events are pushed to subscribers.</summary>
    public Webhooks.WebhookOptions Webhooks { get; init; } = new();

    /// <summary>Switched off by tests that show what the safeguards are for.</summary>
    internal Safeguard Disabled { get; init; }

    internal bool Keeps(Safeguard safeguard) => (Disabled & safeguard) == 0;
}
