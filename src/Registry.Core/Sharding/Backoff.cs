namespace Registry.Core.Sharding;

/// <summary>How long to wait before trying again: random, so that instances that lost to each other do not meet again.</summary>
internal static class Backoff
{
    /// <summary>Where storage was refused or did not answer, which takes longer to pass than contention.</summary>
    public const double StorageMs = 100;

    private const int Doublings = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits random(0, base × 2^attempt), at most 500 ms.</summary>
    public static Task WaitAsync(PartitionContext context, int attempt, double baseMs)
    {
        var limit = Math.Min(baseMs * (1 << Math.Min(attempt, Doublings)), Longest.TotalMilliseconds);
        return Task.Delay(TimeSpan.FromMilliseconds(limit * context.Entropy.NextDouble()), context.Time);
    }
}
