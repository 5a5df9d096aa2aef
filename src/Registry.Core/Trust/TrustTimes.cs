namespace Registry.Core.Trust;

/// <summary>Whether something counts at a time, with a minute's grace for the clocks of others.</summary>
internal static class TrustTimes
{
    /// <param name="notBefore">Unix milliseconds.</param>
    /// <param name="expiresAt">Unix milliseconds.</param>
    /// <param name="now">Unix milliseconds.</param>
    public static TrustReason? Fault(long notBefore, long expiresAt, long now) =>
        notBefore - TrustLimits.SkewMs > now ? TrustReason.NotYetValid
        : expiresAt + TrustLimits.SkewMs <= now ? TrustReason.Expired
        : null;
}
