namespace Registry.Contracts.Trust;

/// <summary>A public key (RFC 7517): RSA of 2048 to 4096 bits, or EC on P-256. Private members are refused.</summary>
public sealed record Jwk
{
    /// <summary><c>RSA</c> or <c>EC</c>.</summary>
    public required string Kty { get; init; }

    /// <summary>At most 128 characters; a token's <c>kid</c> selects by it.</summary>
    public string? Kid { get; init; }

    /// <summary><c>ES256</c>, <c>RS256</c> or <c>PS256</c>; absent: every one that fits the type.</summary>
    public string? Alg { get; init; }

    /// <summary>Modulus, base64url.</summary>
    public string? N { get; init; }

    /// <summary>Exponent, base64url; at least 65537.</summary>
    public string? E { get; init; }

    /// <summary><c>P-256</c>.</summary>
    public string? Crv { get; init; }

    /// <summary>32 bytes, base64url.</summary>
    public string? X { get; init; }

    /// <summary>32 bytes, base64url.</summary>
    public string? Y { get; init; }

    /// <summary>RFC 7638, SHA-256: what an endorsement names. Answered only.</summary>
    public string? Thumbprint { get; init; }
}
