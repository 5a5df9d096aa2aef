namespace Registry.Contracts.Usage;

/// <summary>How the agents of the registry are used.</summary>
public sealed record UsageReport
{
    /// <summary>All agents.</summary>
    public required int TotalComponents { get; init; }

    /// <summary>Those whose lifecycle is <c>active</c>.</summary>
    public required int ActiveComponents { get; init; }

    /// <summary>Accesses of those agents since they were registered, over all instances.</summary>
    public required long TotalAccesses { get; init; }

    /// <summary>Per agent; 0 when there is none.</summary>
    public required double AvgAccesses { get; init; }

    /// <summary>Id of the agent that was used most; absent when none was.</summary>
    public string? MostAccessed { get; init; }

    /// <summary>Milliseconds an activation took on this instance, its hooks included; 0 before the first.</summary>
    public required double AvgActivationTime { get; init; }

    /// <summary>Milliseconds a lookup took on this instance; 0 before the first.</summary>
    public required double AvgLookupTime { get; init; }

    /// <summary>Share of this instance's lookups that did not wait for storage, 0 … 1; 1 before the first.</summary>
    public required double CacheHitRate { get; init; }

    /// <summary>The most used first, at most <c>limit</c>.</summary>
    public required IReadOnlyList<AgentUsageEntry> Agents { get; init; }
}
