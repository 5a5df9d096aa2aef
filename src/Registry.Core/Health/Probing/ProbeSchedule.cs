namespace Registry.Core.Health.Probing;

/// <summary>
/// When an agent is due: once in each interval, at a moment of it that its id says, so that agents that registered together are not
/// probed together, and an interval is not stretched by the time that probing takes.
/// </summary>
internal static class ProbeSchedule
{
    // FNV-1a, 64 bits. string.GetHashCode differs between processes.
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <param name="id">The agent.</param>
    /// <param name="last">Unix milliseconds of its last probe; 0 for none: then it is due at once.</param>
    /// <param name="interval">At least a second.</param>
    /// <param name="now">Unix milliseconds.</param>
    public static bool IsDue(string id, long last, TimeSpan interval, long now)
    {
        if (last == 0)
        {
            return true;
        }

        var length = Math.Max((long)interval.TotalMilliseconds, 1);
        var phase = (long)(Hash(id) % (ulong)length);
        return (now - phase) / length > (last - phase) / length;
    }

    private static ulong Hash(string id)
    {
        var hash = OffsetBasis;
        foreach (var character in id)
        {
            hash = (hash ^ character) * Prime;
        }

        // The low bits of the last characters alone would not spread.
        return (hash ^ (hash >> 32)) * Prime >> 16;
    }
}
