using System.Security.Cryptography;

namespace Registry.Core.Agents;

/// <summary>What "the same body" means under an idempotency key: the same bytes, as sent. A client that repeats a request repeats them.</summary>
public static class RequestDigest
{
    /// <summary>SHA-256 of the body, 64 hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return Convert.ToHexStringLower(hash);
    }
}
