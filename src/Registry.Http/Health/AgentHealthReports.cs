using Registry.Contracts.Health;
using Registry.Core.Agents;
using Registry.Core.Health;
using Registry.Core.Health.Probing;
using Registry.Http.Resolution;

namespace Registry.Http.Health;

/// <summary>What the registry knows of an agent's health, in the words of the API.</summary>
internal static class AgentHealthReports
{
    private const string Ok = "ok";
    private const string Warn = "warn";
    private const string Fail = "fail";
    private const string Skipped = "skipped";

    public static AgentHealthReport From(AgentHealth health)
    {
        var agent = health.Agent;
        return new AgentHealthReport
        {
            Id = agent.Id,
            Healthy = agent.Status == HealthStatus.Healthy,
            Status = AgentWords.Status[agent.Status],
            Reason = StatusRules.Reason(agent),
            LastCheck = Time(health.Probe?.CheckedAt ?? health.LastSeen),
            ResponseTimeMs = health.Probe?.ResponseTimeMs,
            Error = ProbeErrors.Text(health.Probe?.Error ?? ProbeError.None),
            Checks = new AgentHealthChecks
            {
                Heartbeat = Heartbeat(health),
                Probe = Probe(health),
                Circuit = Circuits.Check(agent.Circuit),
                Dependencies = Dependencies(health.Dependencies),
                Trust = Trust(agent),
            },
        };
    }

    private static HeartbeatCheck Heartbeat(AgentHealth health) => new()
    {
        Status = health.LapsesAt is null ? Skipped : health.Agent.LapseMark != 0 ? Fail : Ok,
        LastSeen = Time(health.LastSeen),
        LapsesAt = health.LapsesAt is { } lapses ? Time(lapses) : null,
        ExpiresAt = health.ExpiresAt is { } expires ? Time(expires) : null,
    };

    private static DependencyCheck Dependencies(DependencyReport? report) => report switch
    {
        null => new DependencyCheck { Status = Skipped },
        { Down.Count: > 0 } => new DependencyCheck { Status = Fail, Down = report.Down },
        _ => new DependencyCheck { Status = report.HasDegraded ? Warn : Ok },
    };

    /// <summary>As the log says: what the status follows from.</summary>
    private static TrustCheck Trust(Agent agent) => agent.Trust is not { } trust
        ? new TrustCheck { Status = Skipped }
        : new TrustCheck
        {
            Status = trust.Fault is null ? Ok : Fail,
            Reason = trust.Fault?.Word,
            Authority = trust.Authority,
            ExpiresAt = Time(trust.ExpiresAt),
        };

    private static ProbeCheck Probe(AgentHealth health)
    {
        var kind = AgentWords.HealthCheckKind[health.Agent.Registration.HealthCheck?.Kind ?? HealthCheckKind.None];
        return health.Probe is not { } probe
            ? new ProbeCheck { Status = Skipped, Kind = kind }
            : new ProbeCheck
            {
                Status = StatusOf(health.Agent.ProbeStatus, probe),
                Kind = kind,
                Gated = probe.Gated,
                LastCheck = Time(probe.CheckedAt),
                ResponseTimeMs = probe.ResponseTimeMs,
                StatusCode = probe.StatusCode == 0 ? null : probe.StatusCode,
                Error = ProbeErrors.Text(probe.Error),
                ConsecutiveFailures = probe.Failures,
                ConsecutiveSuccesses = probe.Successes,
            };
    }

    private static string StatusOf(HealthStatus verdict, ProbeRecord probe) => (verdict, probe.Error) switch
    {
        (_, ProbeError.AddressNotAllowed) => Skipped,
        (HealthStatus.Unhealthy, _) => Fail,
        (HealthStatus.Degraded or HealthStatus.Maintenance, _) => Warn,
        (_, not ProbeError.None) => Warn,
        _ => Ok,
    };

    private static DateTimeOffset Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
}
