namespace Registry.Core.Resolution.Circuits;

/// <summary>
/// How often outcomes of one agent are written by this instance: 2 a second, 20 at once. What comes meanwhile waits and is written together.
/// Kept as the time at which a full bucket would be full again (the generic cell rate algorithm).
/// </summary>
internal struct OutcomePace
{
    private const long IntervalMs = 500;
    private const long BurstMs = 20 * IntervalMs;

    private long _full;

    /// <summary>How long the next write has to wait.</summary>
    /// <param name="now">Milliseconds, monotonic.</param>
    public readonly TimeSpan Wait(long now) => TimeSpan.FromMilliseconds(Math.Max(0, Math.Max(_full, now) + IntervalMs - now - BurstMs));

    public void Wrote(long now) => _full = Math.Max(_full, now) + IntervalMs;

    /// <summary>Whether nothing is left to remember.</summary>
    public readonly bool IsFull(long now) => _full <= now;
}
