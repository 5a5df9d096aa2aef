namespace Registry.Core.Health.Heartbeats;

/// <summary>
/// One heartbeat in a vector: (Unix milliseconds shifted left by 22) | (epoch mod 2²²). It counts only for the registration with that
/// epoch, so a recycled slot starts clean.
/// </summary>
internal static class HeartbeatEntry
{
    private const int EpochBits = 22;
    private const long EpochMask = (1L << EpochBits) - 1;

    public static ulong Pack(long time, long epoch) => ((ulong)time << EpochBits) | (ulong)(epoch & EpochMask);

    public static long Time(ulong entry) => (long)(entry >> EpochBits);

    public static bool IsOf(ulong entry, long epoch) => entry != 0 && ((long)entry & EpochMask) == (epoch & EpochMask);

    /// <summary>
    /// The one of two entries of a slot that stays: by epoch first (that of the slot's owner, else the later registration), by time only
    /// within one epoch.
    /// </summary>
    /// <param name="a">An entry, or 0 for none.</param>
    /// <param name="b">Another.</param>
    /// <param name="owner">Epoch of the slot's owner in memory; 0 when it has none.</param>
    public static ulong Merge(ulong a, ulong b, long owner)
    {
        if (a == 0 || b == 0)
        {
            return a | b;
        }

        var (epochA, epochB) = ((long)a & EpochMask, (long)b & EpochMask);
        if (epochA == epochB)
        {
            return Math.Max(a, b);
        }

        if (owner != 0 && IsOf(a, owner) != IsOf(b, owner))
        {
            return IsOf(a, owner) ? a : b;
        }

        // Later in the circle of 2²² numbers.
        return ((epochA - epochB) & EpochMask) <= EpochMask / 2 ? a : b;
    }
}
