using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Registry.Core.Trust;

/// <summary>A public key of an authority, checked.</summary>
public sealed class TrustKey
{
    private const int EcdsaSignatureBytes = 64;

    internal TrustKey(JsonWebKey key)
    {
        Key = key;
        Thumbprint = key.Kty == Rsa
            ? Hash($$"""{"e":"{{key.E}}","kty":"RSA","n":"{{key.N}}"}""")
            : Hash($$"""{"crv":"P-256","kty":"EC","x":"{{key.X}}","y":"{{key.Y}}"}""");
    }

    public const string Rsa = "RSA";
    public const string EllipticCurve = "EC";

    /// <summary>What its owner calls it; null where it has no name.</summary>
    public string? Id => Key.Kid;

    /// <summary>RFC 7638, SHA-256, base64url.</summary>
    public string Thumbprint { get; }

    /// <summary><see cref="Rsa"/> or <see cref="EllipticCurve"/> (on P-256).</summary>
    public string Type => Key.Kty;

    /// <summary>The algorithm it is kept for; null: every one that fits its type.</summary>
    public string? Algorithm => Key.Alg;

    /// <summary>The public numbers in base64url: <c>n</c> and <c>e</c>, or <c>x</c> and <c>y</c>.</summary>
    public (string First, string Second) Numbers => Key.Kty == Rsa ? (Key.N, Key.E) : (Key.X, Key.Y);

    /// <summary>Without anything but the public numbers and the name.</summary>
    internal JsonWebKey Key { get; }

    /// <summary>How long a signature by it is.</summary>
    internal int SignatureBytes => Key.Kty == Rsa ? Base64UrlEncoder.DecodeBytes(Key.N).Length : EcdsaSignatureBytes;

    /// <summary>Whether it may sign with the algorithm: its type fits, and it is not kept for another one.</summary>
    internal bool Fits(string algorithm) =>
        (Key.Kty == EllipticCurve) == (algorithm == SecurityAlgorithms.EcdsaSha256) && (Key.Alg is null || Key.Alg == algorithm);

    internal bool IsNamed(string kid) =>
        string.Equals(Id, kid, StringComparison.Ordinal) || string.Equals(Thumbprint, kid, StringComparison.Ordinal);

    private static string Hash(string json) => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
