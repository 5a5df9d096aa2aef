namespace Registry.Core.Webhooks;

/// <summary>How often a URL was asked whether it wants events.</summary>
/// <param name="UrlNumber">Which of the subscription's URLs.</param>
/// <param name="Attempts">That it did not agree to.</param>
/// <param name="Since">Of the first, moved by the times in which nobody asked; Unix milliseconds.</param>
/// <param name="NextAt">When the next is due, Unix milliseconds; <see cref="long.MaxValue"/> for never.</param>
/// <param name="Error">Why it did not agree, in one phrase.</param>
public sealed record VerificationState(long UrlNumber, int Attempts, long Since, long NextAt, string Error)
{
    /// <summary>The state after one more attempt in vain.</summary>
    /// <param name="before">Null before the first.</param>
    /// <param name="urlNumber">Of the URL that was asked: attempts at another one do not count.</param>
    /// <param name="error">One phrase.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="random">In [0, 1).</param>
    internal static VerificationState After(VerificationState? before, long urlNumber, string error, long now, double random)
    {
        before = before?.UrlNumber == urlNumber ? before : null;
        var untried = before is null ? 0 : now - before.NextAt;
        var (attempts, since) = ((before?.Attempts ?? 0) + 1, (before?.Since ?? now) + (untried > WebhookLimits.UntriedMs ? untried : 0));
        var isOver = now - since >= WebhookLimits.GiveUpAfter.TotalMilliseconds;
        return new VerificationState(urlNumber, attempts, since, isOver ? long.MaxValue : now + RetrySchedule.DelayMs(attempts, random), error);
    }
}
