namespace Registry.Contracts.Trust;

/// <summary>Public keys (RFC 7517), at most 8.</summary>
public sealed record JwkSet
{
    public required IReadOnlyList<Jwk> Keys { get; init; }
}
