namespace Registry.Contracts.Trust;

/// <summary>One of a chain: an authority, or the agent at its end.</summary>
public sealed record TrustChainLink
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary><c>ok</c>, or why it does not hold: <c>expired</c>, <c>authority_revoked</c> …</summary>
    public required string Verdict { get; init; }
}
