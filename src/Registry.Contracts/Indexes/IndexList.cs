namespace Registry.Contracts.Indexes;

/// <summary>What agents are indexed by.</summary>
public sealed record IndexList
{
    /// <summary>The built-in ones, then the others, by name.</summary>
    public required IReadOnlyList<IndexResource> Indexes { get; init; }

    public required int Count { get; init; }
}
