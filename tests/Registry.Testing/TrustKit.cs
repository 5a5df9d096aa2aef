using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Registry.Testing;

/// <summary>A key pair that signs tokens, right ones and wrong ones, with the platform's own cryptography.</summary>
public sealed class TrustKit : IDisposable
{
    private readonly ECDsa? _ecdsa;
    private readonly RSA? _rsa;

    private TrustKit(ECDsa? ecdsa, RSA? rsa) => (_ecdsa, _rsa) = (ecdsa, rsa);

    public static TrustKit EllipticCurve() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), null);

    public static TrustKit Rsa(int bits = 2048) => new(null, RSA.Create(bits));

    public string DefaultAlgorithm => _rsa is null ? "ES256" : "RS256";

    public JsonObject Jwk(string? kid = null, bool withPrivate = false)
    {
        var jwk = new JsonObject();
        if (_rsa is not null)
        {
            var numbers = _rsa.ExportParameters(withPrivate);
            (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Encode(numbers.Modulus!), Encode(numbers.Exponent!));
            if (withPrivate)
            {
                jwk["d"] = Encode(numbers.D!);
            }
        }
        else
        {
            var numbers = _ecdsa!.ExportParameters(withPrivate);
            (jwk["kty"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", "P-256", Encode(numbers.Q.X!), Encode(numbers.Q.Y!));
            if (withPrivate)
            {
                jwk["d"] = Encode(numbers.D!);
            }
        }

        if (kid is not null)
        {
            jwk["kid"] = kid;
        }

        return jwk;
    }

    public JsonObject JwkSet(string? kid = null) => new() { ["keys"] = new JsonArray(Jwk(kid)) };

    /// <summary>RFC 7638.</summary>
    public string Thumbprint()
    {
        var jwk = Jwk();
        var members = jwk["kty"]!.GetValue<string>() == "RSA" ? new[] { "e", "kty", "n" } : ["crv", "kty", "x", "y"];
        var json = "{" + string.Join(',', members.Select(name => $"\"{name}\":\"{jwk[name]!.GetValue<string>()}\"")) + "}";
        return Encode(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>A JWS in compact form.</summary>
    /// <param name="claims">Its payload.</param>
    /// <param name="algorithm">What it says and is signed with; null: what fits the key.</param>
    /// <param name="header">More members of the header.</param>
    public string Sign(JsonObject claims, string? algorithm = null, JsonObject? header = null)
    {
        var alg = algorithm ?? DefaultAlgorithm;
        var head = new JsonObject { ["alg"] = alg, ["typ"] = "JWT" };
        foreach (var (name, value) in header ?? [])
        {
            head[name] = value?.DeepClone();
        }

        var signed = Encode(Bytes(head)) + "." + Encode(Bytes(claims));
        return signed + "." + Encode(Signature(alg, Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>As <see cref="Sign"/>, over a payload as it stands.</summary>
    public string SignText(string payload, string kid)
    {
        var head = new JsonObject { ["alg"] = DefaultAlgorithm, ["kid"] = kid };
        var signed = Encode(Bytes(head)) + "." + Encode(Encoding.UTF8.GetBytes(payload));
        return signed + "." + Encode(Signature(DefaultAlgorithm, Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>The claims of an agent's token.</summary>
    public static JsonObject Claims(string issuer, string subject, DateTimeOffset expires, params string[] capabilities) => new()
    {
        ["iss"] = issuer,
        ["sub"] = subject,
        ["exp"] = expires.ToUnixTimeSeconds(),
        ["capabilities"] = new JsonArray([.. capabilities.Select(name => JsonValue.Create(name))]),
    };

    /// <summary>A parent's word for this key.</summary>
    public string EndorsedBy(TrustKit parent, string parentId, string id, DateTimeOffset expires, params string[] ceiling)
    {
        var claims = Claims(parentId, id, expires, ceiling);
        claims["key_thumbprints"] = new JsonArray(Thumbprint());
        return parent.Sign(claims);
    }

    /// <summary>The public key as a file would have it: what an attacker knows.</summary>
    public byte[] PublicPem() =>
        Encoding.UTF8.GetBytes(_rsa is null ? _ecdsa!.ExportSubjectPublicKeyInfoPem() : _rsa.ExportSubjectPublicKeyInfoPem());

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public void Dispose()
    {
        _ecdsa?.Dispose();
        _rsa?.Dispose();
    }

    private byte[] Signature(string algorithm, byte[] signed) => algorithm switch
    {
        "ES256" => _ecdsa!.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        "RS256" => _rsa!.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "PS256" => _rsa!.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "HS256" => HMACSHA256.HashData(PublicPem(), signed),
        _ => [],
    };

    private static byte[] Bytes(JsonObject value) => JsonSerializer.SerializeToUtf8Bytes(value);
}
