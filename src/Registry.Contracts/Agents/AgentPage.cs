namespace Registry.Contracts.Agents;

/// <summary>A page of a list.</summary>
public sealed record AgentPage
{
    /// <summary>At most <c>limit</c>; with <c>fields</c> only those members are there.</summary>
    public required IReadOnlyList<AgentResource> Agents { get; init; }

    /// <summary>How many are on this page.</summary>
    public required int Count { get; init; }

    /// <summary>How many match in all.</summary>
    public required int Total { get; init; }

    /// <summary>Given back as <c>cursor</c> it continues the list; absent on the last page. Opaque.</summary>
    public string? NextCursor { get; init; }
}
