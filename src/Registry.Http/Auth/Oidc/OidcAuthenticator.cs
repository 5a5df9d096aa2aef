using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Registry.Http.Bodies;

namespace Registry.Http.Auth.Oidc;

/// <summary>Judges the authority's tokens: signature, issuer, audience and lifetime, by the library; then whose they are.</summary>
internal sealed class OidcAuthenticator(OidcOptions options, OidcKeys keys, TimeProvider time)
{
    private const int MaxTokenLength = 16 * 1024;
    private const string JsonObjectStart = "eyJ";
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    // What the authority's public keys verify, nothing that a public key could also sign.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    // The library's default keeps a provider per key for good.
    private static readonly CryptoProviderFactory Factory = new() { CacheSignatureProviders = false };

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxTokenLength };

    /// <summary>Whether a value has the form of a JWS in compact form: three parts, the first a JSON object. It costs no more than a look at each character.</summary>
    public static bool IsToken(ReadOnlySpan<char> value) =>
        value.Length <= MaxTokenLength && value.StartsWith(JsonObjectStart, StringComparison.Ordinal) && value.Count('.') == 2;

    public async Task<OidcAnswer> IdentifyAsync(string token, CancellationToken cancellationToken)
    {
        if (OidcHeader.Of(token) is not { IsCritical: false } header)
        {
            return TokenFault.Malformed;
        }

        if (!Algorithms.Contains(header.Algorithm))
        {
            return TokenFault.Algorithm;
        }

        if (await keys.GetAsync(cancellationToken) is not { } known)
        {
            return TokenFault.NoKeys;
        }

        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (known.Find(hash, time.GetUtcNow() - Skew) is { } caller)
        {
            return caller;
        }

        var result = await ValidateAsync(token, known);
        if (!result.IsValid && !known.Has(header.KeyId) && await keys.RenewAsync(cancellationToken) is { } renewed && renewed != known)
        {
            known = renewed;
            result = await ValidateAsync(token, known);
        }

        if (!result.IsValid)
        {
            return FaultOf(result);
        }

        return Accept((JsonWebToken)result.SecurityToken, hash, known);
    }

    private OidcAnswer Accept(JsonWebToken token, string hash, OidcKeySet known)
    {
        var payload = Base64UrlEncoder.DecodeBytes(token.EncodedPayload);
        if (SurrogateEscapes.FindLone(payload) >= 0)
        {
            return TokenFault.Malformed;
        }

        using var claims = JsonDocument.Parse(payload);
        if (OidcCaller.Of(claims.RootElement, options) is not { } caller)
        {
            return TokenFault.Name;
        }

        known.Keep(hash, new OidcToken(caller, new DateTimeOffset(token.ValidTo, TimeSpan.Zero)));
        return caller;
    }

    private Task<TokenValidationResult> ValidateAsync(string token, OidcKeySet known) => _handler.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = known.Issuer,
        ValidAudiences = options.Audiences,
        IgnoreTrailingSlashWhenValidatingAudience = false,
        ValidAlgorithms = Algorithms,
        IssuerSigningKeys = known.Keys,
        CryptoProviderFactory = Factory,
        LifetimeValidator = IsInTime,
    });

    private bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now - Skew < end && (notBefore is not { } start || now + Skew >= start);
    }

    private static TokenFault FaultOf(TokenValidationResult result) => result.Exception switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException => TokenFault.Lifetime,
        SecurityTokenInvalidIssuerException => TokenFault.Issuer,
        SecurityTokenInvalidAudienceException => TokenFault.Audience,
        SecurityTokenInvalidSignatureException => TokenFault.Signature,
        _ => TokenFault.Malformed,
    };
}
