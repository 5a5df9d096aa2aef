namespace Registry.Core.Agents;

/// <summary>
/// How often one agent may change: 2 a second, 20 at once. Kept as the time at which a full bucket would be full again
/// (the generic cell rate algorithm), one number an agent.
/// </summary>
internal static class ChangeRate
{
    private const long IntervalMs = 500;
    private const long BurstMs = 20 * IntervalMs;

    public static long After(long full, long now) => Math.Max(full, now) + IntervalMs;

    public static bool Allows(long full, long now) => After(full, now) - now <= BurstMs;
}
