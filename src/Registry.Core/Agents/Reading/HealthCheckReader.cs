using Registry.Core.Health;

namespace Registry.Core.Agents.Reading;

/// <summary>Reads <c>health_check</c> but for its headers, which are secret.</summary>
internal static class HealthCheckReader
{
    private const double MaxIntervalSeconds = 86_400;
    private const int MaxThreshold = 1_000;

    public static HealthCheck Read(MemberReader members, AgentKind kind, RegistrationDefaults defaults)
    {
        var interval = members.Number("interval_seconds", 1, MaxIntervalSeconds);
        var timeout = members.Number("timeout_seconds", 0, MaxIntervalSeconds, aboveMin: true);
        if (timeout > (interval ?? defaults.HealthCheckIntervalSeconds))
        {
            members.Error("timeout_seconds", "must be at most the interval between probes");
        }

        return new HealthCheck
        {
            Kind = members.Word("kind", AgentWords.HealthCheckKind, _ => true) ?? FirstKind(kind),
            Path = Path(members),
            IntervalSeconds = interval,
            TimeoutSeconds = timeout,
            FailureThreshold = members.Integer("failure_threshold", 1, MaxThreshold),
            SuccessThreshold = members.Integer("success_threshold", 1, MaxThreshold),
            Method = Method(members),
            ExpectStatus = members.Integer("expect_status", 100, 599),
            GatedIsFailure = Gated(members),
        };
    }

    /// <summary>Whether there is something to probe.</summary>
    public static void CheckTarget(HealthCheck check, string? endpoint, string? host, int port, FieldErrors errors)
    {
        if (check.Kind is HealthCheckKind.Http or HealthCheckKind.A2A && !EndpointAddress.IsHttp(endpoint))
        {
            errors.Add("health_check.kind", "must fit the endpoint: http and a2a need one that is an http or https URL");
        }
        else if (check.Kind == HealthCheckKind.Tcp && (host is null || port == 0))
        {
            errors.Add("health_check.kind", "must fit the endpoint: tcp needs a host and a port");
        }
    }

    private static HealthCheckKind FirstKind(AgentKind kind) => kind == AgentKind.System ? HealthCheckKind.Tcp : HealthCheckKind.Http;

    private static string? Path(MemberReader members)
    {
        var path = members.Text("path", AgentLimits.MaxUrlLength, TextRule.Line);
        if (path is null || (path[0] == '/' && path.AsSpan().IndexOfAny(" #\\") < 0 && !EndpointSecrets.AreIn(path)))
        {
            return path;
        }

        members.Error("path", "must start with / and hold no space, # or backslash; secrets go into health_check.headers, which nobody can read");
        return null;
    }

    private static string? Method(MemberReader members)
    {
        var method = members.Text("method", AgentLimits.MaxWordLength, TextRule.Line)?.ToUpperInvariant();
        if (method is null or "GET" or "HEAD" or "POST" or "OPTIONS")
        {
            return method;
        }

        members.Error("method", "must be one of GET, HEAD, POST, OPTIONS");
        return null;
    }

    private static bool? Gated(MemberReader members)
    {
        var gated = members.Text("gated", AgentLimits.MaxWordLength, TextRule.Line);
        if (gated is null or "alive" or "failure")
        {
            return gated is null ? null : gated == "failure";
        }

        members.Error("gated", "must be one of alive, failure");
        return null;
    }
}
