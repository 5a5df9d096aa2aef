namespace Registry.Core.Events;

/// <summary>The next events of one partition.</summary>
/// <param name="Events">In order, filtered or not.</param>
/// <param name="Head">The change that the partition has been read up to when all of them are taken, if <paramref name="IsWhole"/>.</param>
/// <param name="IsWhole">Whether the partition has nothing after them now.</param>
internal readonly record struct FeedChunk(IReadOnlyList<RegistryEvent> Events, long Head, bool IsWhole)
{
    /// <summary>What should come next is trimmed.</summary>
    public bool IsExpired { get; init; }

    /// <summary>Storage did not say.</summary>
    public bool IsMissing { get; init; }

    public static FeedChunk Expired { get; } = new([], 0, false) { IsExpired = true };

    public static FeedChunk Missing { get; } = new([], 0, false) { IsMissing = true };
}
