using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Registry.Http.Bodies;
using Registry.Http.Traffic;

namespace Registry.Http.Auth.Oidc;

/// <summary>Judges the authority's tokens: signature, issuer, audience and lifetime, by the library; then whose they are.</summary>
internal sealed class OidcAuthenticator(OidcOptions options, OidcKeys keys, CallerLimit limit, TimeProvider time)
{
    private const int MaxTokenLength = 16 * 1024;
    private const string JsonObjectStart = "eyJ";

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

    /// <summary>
    /// A wrong token counts as a request without a key of its address, as all are counted that let nobody in; an address that has sent too many gets
    /// none verified but those that are known already.
    /// </summary>
    public async Task<OidcAnswer> IdentifyAsync(HttpContext context, string token)
    {
        var cancellationToken = context.RequestAborted;
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
        if (known.Find(hash, time.GetUtcNow()) is { } found)
        {
            return found;
        }

        var candidates = known.Named(header.KeyId);
        if (candidates.Count == 0 && await keys.RenewAsync(cancellationToken) is { } renewed)
        {
            known = renewed;
            candidates = known.Named(header.KeyId);
        }

        if (candidates.Count == 0)
        {
            return TokenFault.Signature;
        }

        // Nothing waits between here and where it is counted: many at once get no further than one after the other.
        if (!limit.HasRoom(context))
        {
            return TokenFault.TooMany;
        }

        var result = await ValidateAsync(token, known.Issuer, candidates);
        return result.IsValid ? Accept((JsonWebToken)result.SecurityToken, hash, known) : FaultOf(result);
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

        var valid = new OidcToken(caller, new DateTimeOffset(token.ValidTo, TimeSpan.Zero));
        known.Keep(hash, valid);
        return valid;
    }

    private Task<TokenValidationResult> ValidateAsync(string token, string issuer, IReadOnlyList<SecurityKey> candidates) => _handler.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = issuer,
        ValidAudiences = options.Audiences,
        IgnoreTrailingSlashWhenValidatingAudience = false,
        ValidAlgorithms = Algorithms,
        IssuerSigningKeys = candidates,
        CryptoProviderFactory = Factory,
        LifetimeValidator = IsInTime,
    });

    private bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now - OidcToken.Skew < end && (notBefore is not { } start || now + OidcToken.Skew >= start);
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
