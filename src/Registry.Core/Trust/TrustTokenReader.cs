using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.IdentityModel.Tokens;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;

namespace Registry.Core.Trust;

/// <summary>
/// Reads a JWS in compact form (RFC 7515), strictly: three parts of base64url, JSON without a member twice, only the algorithms that are
/// allowed. Nothing that a token says decides how it is checked, but for the choice among these algorithms.
/// </summary>
internal static class TrustTokenReader
{
    private const int MaxDepth = 8;
    private static readonly string[] Allowed = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256];
    private static readonly string[] KeyMembers = ["jwk", "jku", "x5c", "x5u"];

    public static bool TryRead(string text, [NotNullWhen(true)] out TrustToken? token, out TrustReason reason)
    {
        token = null;
        var parts = text.Split('.', 4);
        reason = TrustReason.Malformed;
        if (text.Length > TrustLimits.MaxTokenLength || parts.Length is not (2 or 3) || !parts.All(part => Base64UrlText.IsAlphabet(part)))
        {
            return false;
        }

        if (!TryReadHeader(parts[0], out var header, out reason))
        {
            return false;
        }

        reason = parts.Length == 2 ? TrustReason.Truncated : TrustReason.MalformedPayload;
        if (parts.Length == 2 || !TryReadJson(parts[1], out var claims) || ReadClaims(claims) is not { } read)
        {
            return false;
        }

        // What is cut off leaves bits over, or a character too few.
        reason = TrustReason.Truncated;
        if (Base64UrlText.Decode(parts[2]) is not { Length: > 0 } signature)
        {
            return false;
        }

        token = read with
        {
            Algorithm = header.Text("alg", AgentLimits.MaxWordLength, TextRule.Line)!,
            KeyId = header.Text("kid", AgentLimits.MaxWordLength, TextRule.Line),
            NamesKey = KeyMembers.Any(header.Has),
            Signed = Encoding.ASCII.GetBytes(text, 0, parts[0].Length + 1 + parts[1].Length),
            Signature = signature,
        };
        return true;
    }

    private static bool TryReadHeader(string part, [NotNullWhen(true)] out MemberReader? header, out TrustReason reason)
    {
        reason = TrustReason.MalformedHeader;
        if (!TryReadJson(part, out header))
        {
            return false;
        }

        var algorithm = header.Text("alg", AgentLimits.MaxWordLength, TextRule.Line);
        header.Text("kid", AgentLimits.MaxWordLength, TextRule.Line);
        if (algorithm is null || !header.Errors.IsEmpty)
        {
            return false;
        }

        reason = algorithm.Equals("none", StringComparison.OrdinalIgnoreCase) ? TrustReason.AlgorithmNone
            : Allowed.Contains(algorithm) ? TrustReason.CriticalHeader
            : TrustReason.AlgorithmNotAllowed;
        return reason == TrustReason.CriticalHeader && !header.Has("crit");
    }

    /// <summary>Null where a claim is missing or of another type.</summary>
    private static TrustToken? ReadClaims(MemberReader claims)
    {
        var issuer = claims.Text("iss", AgentLimits.MaxIdLength, TextRule.Line, required: true);
        var subject = claims.Text("sub", AgentLimits.MaxIdLength, TextRule.Line, required: true);
        var expires = claims.Number("exp", 0, TrustLimits.MaxUnixSeconds);
        var notBefore = claims.Number("nbf", 0, TrustLimits.MaxUnixSeconds);
        var id = claims.Text("jti", AgentLimits.MaxWordLength, TextRule.Line);
        var capabilities = Words(claims, "capabilities", AgentLimits.MaxCapabilities);
        var thumbprints = Words(claims, "key_thumbprints", 2 * TrustLimits.MaxKeys);
        return claims.Errors.IsEmpty && issuer is not null && subject is not null && expires is { } end
            ? new TrustToken
            {
                Algorithm = "",
                Signed = [],
                Signature = [],
                Issuer = issuer,
                Subject = subject,
                ExpiresAt = (long)(end * 1000),
                NotBefore = (long)((notBefore ?? 0) * 1000),
                Id = id,
                Capabilities = capabilities ?? [],
                KeyThumbprints = thumbprints,
            }
            : null;
    }

    private static string[]? Words(MemberReader claims, string name, int max)
    {
        if (!claims.TryGet(name, JsonValueKind.Array, "an array of strings", out var array))
        {
            return null;
        }

        if (array.GetArrayLength() > max || array.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            claims.Error(name, $"must be at most {max} strings");
            return null;
        }

        return [.. array.EnumerateArray().Select(item => TextCheck.Apply(item.GetString()!, name, AgentLimits.MaxWordLength, TextRule.Line, claims.Errors) ?? "")];
    }

    private static bool TryReadJson(string part, [NotNullWhen(true)] out MemberReader? members)
    {
        members = null;
        if (Base64UrlText.Decode(part) is not { Length: > 0 } utf8 || !Utf8.IsValid(utf8))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            members = document.RootElement.ValueKind == JsonValueKind.Object ? MemberReader.OfBody(document.RootElement.Clone(), new FieldErrors()) : null;
            return members is { Errors.IsEmpty: true };
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
