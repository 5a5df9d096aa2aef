namespace Registry.Core.Webhooks;

/// <summary>When to try again. Pure.</summary>
internal static class RetrySchedule
{
    private const int Doublings = 20;

    // A receiver that was restarted is back soon; one that is down for a day should hear of us some hundred times, not thousands.
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // It may be that the events of a few agents fail and those of all others would not.
    private static readonly TimeSpan FirstProbe = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromHours(1);

    // What a receiver may ask for. More would be a way to make events die.
    private static readonly TimeSpan ShortestAsked = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <summary>Full jitter: anything from now to 2 s × 2^(attempts − 1), at most 10 minutes.</summary>
    /// <param name="attempts">That failed, 1 or more.</param>
    /// <param name="random">In [0, 1).</param>
    public static long DelayMs(int attempts, double random)
    {
        var ceiling = Math.Min(First.TotalMilliseconds * (1L << Math.Clamp(attempts - 1, 0, Doublings)), Longest.TotalMilliseconds);
        return (long)(ceiling * random);
    }

    /// <summary>How long a receiver that fails is left without anything new: 1 minute × 2^(agents − least), at most an hour.</summary>
    /// <param name="agents">Whose events failed, none succeeding between.</param>
    public static long ProbeMs(int agents) =>
        (long)Math.Min(FirstProbe.TotalMilliseconds * (1L << Math.Clamp(agents - WebhookLimits.MaxFailing, 0, Doublings)), LongestProbe.TotalMilliseconds);

    /// <summary>What a receiver asked for with Retry-After, within bounds.</summary>
    public static long AskedMs(TimeSpan asked) => (long)Math.Clamp(asked.TotalMilliseconds, ShortestAsked.TotalMilliseconds, LongestAsked.TotalMilliseconds);
}
