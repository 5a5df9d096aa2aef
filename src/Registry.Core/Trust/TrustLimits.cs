namespace Registry.Core.Trust;

/// <summary>Limits on keys, tokens and chains.</summary>
public static class TrustLimits
{
    /// <summary>Characters of a token or endorsement.</summary>
    public const int MaxTokenLength = 8 * 1024;

    /// <summary>Keys of an authority: the one in use, the next one, and room for a rotation that takes its time.</summary>
    public const int MaxKeys = 8;

    /// <summary>Bits. NIST SP 800-131A: 2048 at the least; above 4096 only the cost grows.</summary>
    public const int MinRsaBits = 2048;

    public const int MaxRsaBits = 4096;

    /// <summary>Authorities in a chain.</summary>
    public const int MaxDepth = 8;

    public const int MaxAuthorities = 1000;

    /// <summary>Revoked token ids of one authority; whoever needs more revokes the authority.</summary>
    public const int MaxRevocations = 500;

    /// <summary>Between the clocks of an authority and of storage.</summary>
    public const long SkewMs = 60_000;

    /// <summary>The last second of the year 9999.</summary>
    public const double MaxUnixSeconds = 253_402_300_799;
}
