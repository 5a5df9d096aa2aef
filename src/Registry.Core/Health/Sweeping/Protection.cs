namespace Registry.Core.Health.Sweeping;

/// <summary>
/// Limits expiries, so that a fault of ours or of the network does not empty the registry: at most 15 % of a shard's agents, or 5, in
/// ten minutes. Marks are truthful and can be taken back; they are not limited.
/// </summary>
internal static class Protection
{
    private const int AlwaysAllowed = 5;
    private const double Share = 0.15;

    /// <param name="agents">In the shard, before any of these expires.</param>
    /// <param name="expiredLately">In the last ten minutes.</param>
    /// <param name="candidates">That would expire now.</param>
    /// <returns>How many may, and whether protection holds.</returns>
    public static (int Allowed, bool Holds) Decide(int agents, int expiredLately, int candidates)
    {
        var limit = Math.Max(AlwaysAllowed, (int)(agents * Share));
        return (Math.Clamp(limit - expiredLately, 0, candidates), expiredLately + candidates > limit);
    }
}
