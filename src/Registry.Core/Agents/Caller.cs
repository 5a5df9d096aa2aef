namespace Registry.Core.Agents;

/// <summary>Who asks.</summary>
/// <param name="Name">The key's name; null where no key is configured (a development instance on loopback).</param>
/// <param name="Role">What it may do.</param>
public sealed record Caller(string? Name, CallerRole Role)
{
    /// <summary>Of the request, for the log and the audit.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>How many agents it may own at a time; null for no limit.</summary>
    public int? MaxAgents { get; init; }

    /// <summary>The registry itself: jobs.</summary>
    public static Caller Registry { get; } = new("registry", CallerRole.Admin);

    /// <summary>Whether it may change what <paramref name="owner"/> registered.</summary>
    public bool MayChange(string? owner) => Role >= CallerRole.Operator || string.Equals(Name, owner, StringComparison.Ordinal);
}
