using System.Security.Cryptography;
using System.Text;

namespace Registry.Core.Webhooks;

/// <summary>Proves to a receiver that a request comes from somebody who has the subscription's secret.</summary>
public static class WebhookSignature
{
    public const string Header = "X-Registry-Signature";

    private const string Prefix = "sha256=";

    /// <summary><c>sha256=</c> and the HMAC-SHA256 of the body in lower-case hexadecimal; the key is the secret in UTF-8.</summary>
    public static string Of(string secret, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, hash);
        return string.Concat(Prefix, Convert.ToHexStringLower(hash));
    }
}
