namespace Registry.Core.Usage;

/// <summary>How the agents of the registry are used.</summary>
public sealed record UsageReport
{
    /// <summary>All agents.</summary>
    public required int Total { get; init; }

    /// <summary>Those whose lifecycle is active.</summary>
    public required int Active { get; init; }

    /// <summary>Accesses of those agents since they were registered, over all instances.</summary>
    public required long Accesses { get; init; }

    /// <summary>Of this instance; 0 before the first.</summary>
    public required double ActivationMs { get; init; }

    /// <summary>Of this instance; 0 before the first.</summary>
    public required double LookupMs { get; init; }

    /// <summary>Share of this instance's lookups that did not wait for storage, 0 … 1; 1 before the first.</summary>
    public required double HitRate { get; init; }

    /// <summary>The most used first.</summary>
    public required IReadOnlyList<(string Id, AgentUse Use)> Agents { get; init; }

    /// <summary>How old the state behind it is.</summary>
    public required long AgeMs { get; init; }
}
