using System.Text.Json.Nodes;
using Registry.Core.Tests.Agents;
using Registry.Core.Trust;
using Registry.Testing;

namespace Registry.Core.Tests.Trust;

public sealed class JwkReaderTests : IDisposable
{
    private readonly TrustKit _ec = TrustKit.EllipticCurve();
    private readonly TrustKit _rsa = TrustKit.Rsa();

    [Fact]
    public void Read_OfPublicKeys_KeepsTheirNumbersAndNames()
    {
        var keys = ReadSet(new JsonArray(_ec.Jwk("a"), _rsa.Jwk("b")), out var errors);

        Assert.Empty(errors);
        Assert.Equal(["a", "b"], keys.Select(key => key.Id));
        Assert.Equal([_ec.Thumbprint(), _rsa.Thumbprint()], keys.Select(key => key.Thumbprint));
    }

    /// <summary>The example of RFC 7638 §3.1.</summary>
    [Fact]
    public void Thumbprint_OfTheExample_IsAsThere()
    {
        var jwk = new JsonObject
        {
            ["kty"] = "RSA",
            ["n"] = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
            ["e"] = "AQAB",
            ["alg"] = "RS256",
            ["kid"] = "2011-04-29",
        };

        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", Assert.Single(ReadSet(new JsonArray(jwk), out _)).Thumbprint);
    }

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("oth")]
    [InlineData("k")]
    public void Read_OfAPrivateKey_IsRefusedWithoutRepeatingIt(string member)
    {
        var jwk = _rsa.Jwk();
        jwk[member] = "S3CR3T";

        Assert.Empty(ReadSet(new JsonArray(jwk), out var errors));
        Assert.Contains(errors, error => error.Contains("private", StringComparison.Ordinal));
        Assert.DoesNotContain(errors, error => error.Contains("S3CR3T", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kty", "\"oct\"")]
    [InlineData("kty", "\"OKP\"")]
    [InlineData("kty", "null")]
    [InlineData("crv", "\"P-384\"")]
    [InlineData("crv", "\"secp256k1\"")]
    [InlineData("x", "\"AAAA\"")]
    [InlineData("x", "\"not base64!\"")]
    [InlineData("y", "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"")]
    [InlineData("y", "5")]
    [InlineData("use", "\"enc\"")]
    [InlineData("alg", "\"HS256\"")]
    [InlineData("alg", "\"RS256\"")]
    public void Read_OfAWrongKey_IsRefused(string member, string value)
    {
        var jwk = _ec.Jwk();
        jwk[member] = JsonNode.Parse(value);
        ReadSet(new JsonArray(jwk), out var errors);

        Assert.NotEmpty(errors);
    }

    [Theory]
    [InlineData("e", "\"Aw\"")]
    [InlineData("e", "\"AQAA\"")]
    [InlineData("e", "\"\"")]
    [InlineData("n", "\"AQAB\"")]
    public void Read_OfAWeakRsaKey_IsRefused(string member, string value)
    {
        var jwk = _rsa.Jwk();
        jwk[member] = JsonNode.Parse(value);
        ReadSet(new JsonArray(jwk), out var errors);

        Assert.NotEmpty(errors);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2040)]
    [InlineData(4104)]
    public void Read_OfAnRsaKeyOfAnotherSize_IsRefused(int bits)
    {
        using var key = TrustKit.Rsa(bits);
        ReadSet(new JsonArray(key.Jwk()), out var errors);

        Assert.NotEmpty(errors);
    }

    [Fact]
    public void Read_OfTheSameKeyOrNameTwice_IsRefused()
    {
        using var other = TrustKit.EllipticCurve();
        ReadSet(new JsonArray(_ec.Jwk("a"), _ec.Jwk("b")), out var same);
        ReadSet(new JsonArray(_ec.Jwk("a"), other.Jwk("a")), out var named);

        Assert.NotEmpty(same);
        Assert.NotEmpty(named);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"keys\":{}}")]
    [InlineData("\"x\"")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("[{},{},{},{},{},{},{},{},{}]")]
    public void Read_OfNoSet_IsRefused(string json)
    {
        ReadSet(JsonNode.Parse(json)!, out var errors);

        Assert.NotEmpty(errors);
    }

    public void Dispose()
    {
        _ec.Dispose();
        _rsa.Dispose();
    }

    private static IReadOnlyList<TrustKey> ReadSet(JsonNode set, out List<string> messages)
    {
        var errors = new FieldErrors();
        var keys = JwkReader.Read(Read.Json(set.ToJsonString()), "keys", errors);
        messages = errors.ByField.SelectMany(field => field.Value).ToList();
        return keys;
    }
}
