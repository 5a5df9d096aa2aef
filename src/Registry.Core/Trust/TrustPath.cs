namespace Registry.Core.Trust;

/// <summary>The authorities above an agent, as they are at one moment.</summary>
/// <param name="Links">From the root down.</param>
/// <param name="Ceilings">What each endorsement allows, with the authority that it is for.</param>
/// <param name="ExpiresAt">When the first endorsement ends, Unix milliseconds; <see cref="long.MaxValue"/> where there is none.</param>
internal sealed record TrustPath(
    IReadOnlyList<TrustLink> Links, IReadOnlyList<(string Authority, IReadOnlyList<string> Capabilities)> Ceilings, long ExpiresAt)
{
    /// <summary>Nearest to the root first: what breaks there breaks all below.</summary>
    public TrustFault? Fault => Links.Where(link => link.Fault is not null).Select(link => new TrustFault(link.Fault!.Value, link.Id)).FirstOrDefault();

    /// <summary>The first endorsement that does not allow all of these; null: every one does.</summary>
    public TrustFault? Exceeds(IReadOnlyList<string> capabilities)
    {
        foreach (var (authority, ceiling) in Ceilings)
        {
            if (!ceiling.Contains(AgentTrust.Everything) && !capabilities.All(name => ceiling.Contains(name, StringComparer.Ordinal)))
            {
                return new TrustFault(TrustReason.CapabilityBeyondCeiling, authority);
            }
        }

        return null;
    }
}
