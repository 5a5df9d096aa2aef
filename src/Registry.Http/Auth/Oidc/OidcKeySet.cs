using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Registry.Http.Auth.Oidc;

/// <summary>The authority's issuer and public keys as they were read at one time, and the tokens that they have been found to have signed.</summary>
internal sealed class OidcKeySet
{
    private const int MaxKeys = 64;
    private const int MinRsaBits = 2048;
    private const int MaxTokens = 10_000;

    private readonly ConcurrentDictionary<string, OidcToken> _tokens = new(StringComparer.Ordinal);

    private OidcKeySet(string issuer, IReadOnlyList<SecurityKey> keys) => (Issuer, Keys) = (issuer, keys);

    public string Issuer { get; }

    public IReadOnlyList<SecurityKey> Keys { get; }

    /// <summary>Null where no key in it can be used.</summary>
    /// <exception cref="JsonException">It is no key set.</exception>
    public static OidcKeySet? Read(string issuer, ReadOnlySpan<byte> jwks)
    {
        var keys = Parse(Encoding.UTF8.GetString(jwks)).Keys.Take(MaxKeys).Where(Signs).ToList<SecurityKey>();
        return keys.Count > 0 ? new OidcKeySet(issuer, keys) : null;
    }

    /// <summary>Those that a token may be signed by: the one that it names; where it, or the authority, names none, all that may be meant.</summary>
    public IReadOnlyList<SecurityKey> Named(string? keyId)
    {
        if (keyId is null)
        {
            return Keys;
        }

        var named = Keys.Where(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal)).ToList();
        return named.Count > 0 ? named : [.. Keys.Where(static key => string.IsNullOrEmpty(key.KeyId))];
    }

    /// <param name="hash">Of the token, in Base64: tokens themselves are not kept.</param>
    /// <param name="now">A token that lets in no more is not found.</param>
    public OidcToken? Find(string hash, DateTimeOffset now) =>
        _tokens.TryGetValue(hash, out var token) && token.Left(now) > TimeSpan.Zero ? token : null;

    public void Keep(string hash, OidcToken token)
    {
        // Only an authority can fill it; whatever is dropped is judged again.
        if (_tokens.Count >= MaxTokens)
        {
            _tokens.Clear();
        }

        _tokens[hash] = token;
    }

    private static JsonWebKeySet Parse(string jwks)
    {
        try
        {
            return new JsonWebKeySet(jwks);
        }
        catch (ArgumentException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    private static bool Signs(JsonWebKey key) =>
        key.Use is null or "sig" && key.Kty switch
        {
            JsonWebAlgorithmsKeyTypes.RSA => key.N is { } modulus && Base64Url.IsValid(modulus) && key.KeySize >= MinRsaBits,
            JsonWebAlgorithmsKeyTypes.EllipticCurve => true,
            _ => false,
        };
}
