namespace Registry.Contracts.Lifecycles;

/// <summary>The newest errors of an agent.</summary>
public sealed record ErrorList
{
    /// <summary>Oldest first, at most 50.</summary>
    public required IReadOnlyList<ErrorEntry> Errors { get; init; }

    public required int Count { get; init; }
}
