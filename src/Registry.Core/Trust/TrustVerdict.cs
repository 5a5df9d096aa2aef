namespace Registry.Core.Trust;

/// <summary>What a token, or what was kept of one, comes to.</summary>
/// <param name="Trust">What it grants; null where it could not even be read.</param>
/// <param name="Fault">Why it does not count; null: it does.</param>
/// <param name="Path">The authorities above.</param>
internal sealed record TrustVerdict(AgentTrust? Trust, TrustFault? Fault, TrustPath Path)
{
    private static readonly TrustPath Nowhere = new([], [], long.MaxValue);

    public static TrustVerdict Refused(TrustReason reason, string? at = null) => new(null, new TrustFault(reason, at), Nowhere);
}
