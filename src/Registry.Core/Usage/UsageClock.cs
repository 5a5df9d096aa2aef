using Registry.Core.Sharding;

namespace Registry.Core.Usage;

/// <summary>Storage time to a tenth of a second: cheaper than asking for it at every access.</summary>
internal sealed class UsageClock(PartitionContext context)
{
    private readonly long _step = context.Time.TimestampFrequency / 10;
    private long _readAt = long.MinValue / 2;
    private long _now;

    /// <summary>Unix milliseconds; 0 while storage time was never known.</summary>
    /// <param name="timestamp">Monotonic, now.</param>
    public long Now(long timestamp)
    {
        if (timestamp - Volatile.Read(ref _readAt) >= _step && context.TryNow(out var now))
        {
            Volatile.Write(ref _now, now.Upper);
            Volatile.Write(ref _readAt, timestamp);
        }

        return Volatile.Read(ref _now);
    }
}
