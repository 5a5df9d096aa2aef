namespace Registry.Core.Health.Probing;

/// <summary>What to ask, and how long to wait.</summary>
public sealed record ProbeTarget
{
    /// <summary>Never None.</summary>
    public required HealthCheckKind Kind { get; init; }

    /// <summary>For http and a2a, without user info and fragment.</summary>
    public Uri? Url { get; init; }

    /// <summary>For tcp.</summary>
    public string Host { get; init; } = "";

    public int Port { get; init; }

    public string Method { get; init; } = "GET";

    /// <summary>The agent's own, secret.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public required TimeSpan Timeout { get; init; }
}
