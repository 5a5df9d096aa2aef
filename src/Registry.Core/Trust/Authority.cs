using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Registry.Core.Trust;

/// <summary>Someone who vouches for agents, or for others who do. Immutable.</summary>
public sealed record Authority
{
    private const int RevocationBytes = 16;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<TrustKey> Keys { get; init; }

    /// <summary>Who vouches for it; null: it is trusted because it was set, as a root.</summary>
    public string? Parent { get; init; }

    /// <summary>The parent's word for it, a JWS; null where there is none.</summary>
    public string? Endorsement { get; init; }

    /// <summary>For good, with all that it vouched for.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>What <see cref="Revocation"/> makes of the ids of tokens that count no more.</summary>
    public IReadOnlySet<string> RevokedTokens { get; init; } = new HashSet<string>();

    /// <summary>Unix milliseconds, storage time.</summary>
    public long CreatedAt { get; init; }

    public bool HasRevoked(string? tokenId) => tokenId is not null && RevokedTokens.Contains(Revocation(tokenId));

    public bool Has(string thumbprint) => Keys.Any(key => key.Thumbprint == thumbprint);

    /// <summary>A token id as it is kept: short, whatever its length.</summary>
    public static string Revocation(string tokenId) =>
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(tokenId)).AsSpan(0, RevocationBytes).ToArray());
}
