namespace Registry.Contracts.Indexes;

/// <summary>What agents are indexed by.</summary>
public sealed record IndexRequest
{
    /// <summary>A registered member and the way down from it, as <c>metadata.author</c>: at most 8 names, separated by dots.</summary>
    public required string Path { get; init; }
}
