using Registry.Core.Agents;

namespace Registry.Core.Health.Probing;

/// <summary>From a registration to what is asked.</summary>
internal static class ProbeTargets
{
    private const string DefaultPath = "/health";

    // Agent2Agent protocol, "Agent discovery": the well-known place of an agent's card.
    private const string CardPath = "/.well-known/agent-card.json";

    // A job of a serverless app can't wait for one agent as long as an interval of a day allows.
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Null where the endpoint is nothing that could be asked.</summary>
    /// <param name="registration">With a health check.</param>
    /// <param name="options">Defaults.</param>
    /// <param name="headers">The agent's own, secret.</param>
    public static ProbeTarget? Of(Registration registration, RegistryOptions options, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var check = registration.HealthCheck!;
        var interval = IntervalOf(registration, options);
        var timeout = check.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromSeconds(options.Probes.TimeoutSeconds);
        var target = new ProbeTarget
        {
            Kind = check.Kind,
            Host = registration.Host ?? "",
            Port = registration.Port,
            Method = check.Method ?? "GET",
            Headers = headers,
            Timeout = new[] { timeout, interval, MaxTimeout }.Min(),
        };
        if (check.Kind == HealthCheckKind.Tcp)
        {
            return target.Host.Length > 0 && target.Port > 0 ? target : null;
        }

        var path = check.Path ?? (check.Kind == HealthCheckKind.A2A ? CardPath : DefaultPath);
        return UrlOf(registration.Endpoint, path) is { } url ? target with { Url = url } : null;
    }

    public static TimeSpan IntervalOf(Registration registration, RegistryOptions options) =>
        TimeSpan.FromSeconds(registration.HealthCheck?.IntervalSeconds ?? options.Defaults.HealthCheckIntervalSeconds);

    /// <summary>The endpoint without user info, query and trailing slash, and the path.</summary>
    private static Uri? UrlOf(string? endpoint, string path) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && Uri.TryCreate(uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + uri.AbsolutePath.TrimEnd('/') + path, UriKind.Absolute, out var url)
            ? url
            : null;
}
