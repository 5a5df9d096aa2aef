using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;

namespace Registry.Core.Trust;

/// <summary>Reads a JWK set (RFC 7517) of public keys. Nothing of a private key is kept, not even in a message.</summary>
internal static class JwkReader
{
    private const int MaxNumberLength = 1024;
    private const int CoordinateBytes = 32;
    private const int MaxExponentBytes = 8;
    private const int SmallestExponent = 65_537;

    private static readonly string[] Private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
    private static readonly string[] Algorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256];

    /// <param name="keys">A JWK set, or the array in it. Its text was checked.</param>
    /// <param name="field">Its name in messages.</param>
    /// <param name="errors">What is wrong with it.</param>
    public static IReadOnlyList<TrustKey> Read(JsonElement keys, string field, FieldErrors errors)
    {
        var array = keys.ValueKind == JsonValueKind.Object && keys.TryGetProperty("keys", out var inner) ? inner : keys;
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() is 0 or > TrustLimits.MaxKeys)
        {
            errors.Add(field, $"must be a JWK set of 1 to {TrustLimits.MaxKeys} public keys: {{\"keys\": [...]}}");
            return [];
        }

        var read = new List<TrustKey>();
        foreach (var item in array.EnumerateArray())
        {
            var path = $"{field}[{read.Count}]";
            if (item.ValueKind != JsonValueKind.Object || Read(MemberReader.OfChecked(item, path, errors), path) is not { } key)
            {
                errors.Add(path, "must be a public key: RSA of 2048 to 4096 bits, or EC on P-256");
                return [];
            }

            if (read.Any(other => other.Thumbprint == key.Thumbprint || (other.Id is not null && other.Id == key.Id)))
            {
                errors.Add(path, "must differ from the other keys, and so must its kid");
            }

            read.Add(key);
        }

        return read;
    }

    private static TrustKey? Read(MemberReader members, string path)
    {
        if (Private.Any(members.Has))
        {
            members.Errors.Add(path, "must not have private members: this key is known now to others than its owner, so make a new one");
            return null;
        }

        var alg = members.Text("alg", AgentLimits.MaxWordLength, TextRule.Line);
        if (alg is not null && !Algorithms.Contains(alg))
        {
            members.Error("alg", "must be one of ES256, RS256, PS256, or be left out");
        }

        if (members.Text("use", AgentLimits.MaxWordLength, TextRule.Line) is not (null or "sig"))
        {
            members.Error("use", "must be sig, or be left out");
        }

        var kid = members.Text("kid", AgentLimits.MaxWordLength, TextRule.Line);
        var key = members.Text("kty", AgentLimits.MaxWordLength, TextRule.Line) switch
        {
            TrustKey.Rsa => ReadRsa(members),
            TrustKey.EllipticCurve => ReadEllipticCurve(members),
            _ => null,
        };
        if (key is null)
        {
            return null;
        }

        key.Kid = kid;
        key.Alg = alg;
        var read = new TrustKey(key);
        if (alg is not null && !read.Fits(alg))
        {
            members.Error("alg", "must fit the type of key");
        }

        return read;
    }

    private static JsonWebKey? ReadRsa(MemberReader members)
    {
        var modulus = Number(members, "n").TrimStart((byte)0);
        var exponent = Number(members, "e").TrimStart((byte)0);
        if (modulus.Length < TrustLimits.MinRsaBits / 8
            || modulus.Length > TrustLimits.MaxRsaBits / 8
            || exponent.Length is 0 or > MaxExponentBytes
            || (exponent[^1] & modulus[^1] & 1) == 0
            || exponent.Aggregate(0UL, (value, next) => (value << 8) | next) < SmallestExponent)
        {
            return null;
        }

        return Imports(() => RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent }), size => size >= TrustLimits.MinRsaBits)
            ? new JsonWebKey { Kty = TrustKey.Rsa, N = Base64UrlEncoder.Encode(modulus), E = Base64UrlEncoder.Encode(exponent) }
            : null;
    }

    private static JsonWebKey? ReadEllipticCurve(MemberReader members)
    {
        var (x, y) = (Number(members, "x"), Number(members, "y"));
        if (members.Text("crv", AgentLimits.MaxWordLength, TextRule.Line) != JsonWebKeyECTypes.P256 || x.Length != CoordinateBytes || y.Length != CoordinateBytes)
        {
            return null;
        }

        var point = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } };
        return Imports(() => ECDsa.Create(point), _ => true)
            ? new JsonWebKey
            {
                Kty = TrustKey.EllipticCurve,
                Crv = JsonWebKeyECTypes.P256,
                X = Base64UrlEncoder.Encode(x),
                Y = Base64UrlEncoder.Encode(y),
            }
            : null;
    }

    /// <summary>Whether the platform takes the numbers for a key: it refuses a point that is not on the curve.</summary>
    private static bool Imports(Func<AsymmetricAlgorithm> create, Func<int, bool> isLongEnough)
    {
        try
        {
            using var key = create();
            return isLongEnough(key.KeySize);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static byte[] Number(MemberReader members, string name)
    {
        var text = members.Text(name, MaxNumberLength, TextRule.Line);
        return Base64UrlText.Decode(text) ?? [];
    }

    private static byte[] TrimStart(this byte[] bytes, byte value) => bytes.AsSpan().TrimStart(value).ToArray();
}
