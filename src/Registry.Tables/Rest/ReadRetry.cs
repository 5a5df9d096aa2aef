using Registry.Core;
using Registry.Core.Storage;

namespace Registry.Tables.Rest;

/// <summary>
/// Repeats a read that was throttled or got no answer: a bounded number of times, within the read's own time, after a random wait
/// that doubles its range, or as long as the service asks (up to a bound).
/// </summary>
internal sealed class ReadRetry(TableOptions options, TimeProvider time, Entropy entropy)
{
    /// <param name="attempt">One attempt; it gets a token that also ends with the read's time.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<TableRead<T>> RunAsync<T>(Func<CancellationToken, Task<ReadAttempt<T>>> attempt, CancellationToken cancellationToken)
        where T : class
    {
        var start = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(options.ReadTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        for (var n = 1; ; n++)
        {
            var (result, retryAfter) = await attempt(both.Token);
            if (result.Status is not (TableStatus.Throttled or TableStatus.Unavailable) || n >= options.ReadAttempts)
            {
                return result;
            }

            var delay = Delay(n, retryAfter);
            if (time.GetElapsedTime(start) + delay >= options.ReadTimeout)
            {
                return result;
            }

            await Task.Delay(delay, time, cancellationToken);
        }
    }

    private TimeSpan Delay(int attempt, TimeSpan? retryAfter)
    {
        var backOff = options.RetryDelay * Math.Pow(2, attempt - 1) * entropy.NextDouble();
        var delay = retryAfter > backOff ? retryAfter.Value : backOff;
        return delay < options.MaxRetryDelay ? delay : options.MaxRetryDelay;
    }
}
