using System.Text.Json.Nodes;
using Registry.Core.Agents;
using Registry.Core.Trust;
using Registry.Testing;

namespace Registry.Core.Tests.Trust;

public sealed class TrustVerifierTests : IDisposable
{
    private readonly TrustChain _chain = new();

    [Fact]
    public void Verify_OfAChain_GrantsWhatTheTokenSays()
    {
        var verdict = _chain.Verify(_chain.Token(claims => claims["jti"] = "t-1"));

        Assert.Null(verdict.Fault);
        Assert.Equal([TrustChain.Root, TrustChain.Department], verdict.Path.Links.Select(link => link.Id));
        Assert.All(verdict.Path.Links, link => Assert.Null(link.Fault));
        var trust = verdict.Trust!;
        Assert.Equal((TrustChain.Department, "t-1", _chain.DepartmentKey.Thumbprint()), (trust.Authority, trust.TokenId, trust.Key));
        Assert.Equal(TrustChain.Later.ToUnixTimeMilliseconds(), trust.ExpiresAt);
        Assert.True(trust.Grants([new Capability("query")]));
        Assert.False(trust.Grants([new Capability("query"), new Capability("report")]));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public void Verify_ByAnRsaKey_Holds(string algorithm)
    {
        using var chain = new TrustChain(TrustKit.Rsa(), TrustKit.Rsa(3072));

        Assert.Equal("ok", chain.Judge(chain.Token(algorithm: algorithm)));
        Assert.Equal("algorithm_not_allowed", chain.Judge(chain.Token(by: _chain.DepartmentKey)));
    }

    [Fact]
    public void Verify_ByARoot_NeedsNoEndorsement() =>
        Assert.Equal("ok", _chain.Judge(_chain.Token(claims => (claims["iss"], claims["capabilities"]) = (TrustChain.Root, new JsonArray("*")), by: _chain.RootKey)));

    [Theory]
    [InlineData(-61, "expired")]
    [InlineData(-60, "expired")]
    [InlineData(-59, "ok")]
    [InlineData(0, "ok")]
    public void Verify_NearItsEnd_HasAMinutesGrace(int seconds, string verdict) =>
        Assert.Equal(verdict, _chain.Judge(_chain.Token(claims => claims["exp"] = TrustChain.Now.AddSeconds(seconds).ToUnixTimeSeconds())));

    [Theory]
    [InlineData(61, "not_yet_valid")]
    [InlineData(60, "ok")]
    public void Verify_BeforeItsBegin_HasAMinutesGrace(int seconds, string verdict) =>
        Assert.Equal(verdict, _chain.Judge(_chain.Token(claims => claims["nbf"] = TrustChain.Now.AddSeconds(seconds).ToUnixTimeSeconds())));

    [Theory]
    [InlineData("sub", "\"someone-else\"", "wrong_subject")]
    [InlineData("sub", "\"DB-FINANCE-001\"", "wrong_subject")]
    [InlineData("iss", "\"nobody\"", "unknown_authority")]
    [InlineData("iss", "\"org-acme\"", "bad_signature")]
    [InlineData("capabilities", "[\"query\",\"delete\"]", "capability_beyond_ceiling (authority dept-finance)")]
    [InlineData("capabilities", "[\"*\"]", "capability_beyond_ceiling (authority dept-finance)")]
    [InlineData("capabilities", "\"query\"", "malformed_payload")]
    [InlineData("capabilities", "[1]", "malformed_payload")]
    [InlineData("capabilities", "null", "ok")]
    [InlineData("exp", "null", "malformed_payload")]
    [InlineData("exp", "\"2027-01-01\"", "malformed_payload")]
    [InlineData("exp", "-1", "malformed_payload")]
    [InlineData("exp", "1e300", "malformed_payload")]
    [InlineData("sub", "null", "malformed_payload")]
    [InlineData("iss", "5", "malformed_payload")]
    [InlineData("jti", "{}", "malformed_payload")]
    [InlineData("key_thumbprints", "[\"x\"]", "wrong_use")]
    public void Verify_OfOtherClaims_SaysWhatIsWrong(string claim, string value, string verdict) =>
        Assert.Equal(verdict, _chain.Judge(_chain.Token(claims => claims[claim] = JsonNode.Parse(value))));

    [Fact]
    public void Verify_Unsigned_IsRefused()
    {
        var token = _chain.Token(algorithm: "none");

        Assert.Equal("algorithm_none", _chain.Judge(token));
        Assert.Equal("algorithm_none", _chain.Judge(_chain.Token(algorithm: "NonE")));
        Assert.Equal("algorithm_none", _chain.Judge(token[..token.LastIndexOf('.')]));
    }

    [Fact]
    public void Verify_WithThePublicKeyAsASecret_IsRefused() => Assert.Equal("algorithm_not_allowed", _chain.Judge(_chain.Token(algorithm: "HS256")));

    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    public void Verify_WithAKeyInTheHeader_LooksAtTheAuthoritysOwnAlone(string member)
    {
        using var attacker = TrustKit.EllipticCurve();
        JsonNode value = member switch
        {
            "jwk" => attacker.Jwk(),
            "x5c" => new JsonArray("MIIB"),
            _ => "https://attacker.example/keys",
        };
        var header = new JsonObject { [member] = value };

        Assert.Equal("key_in_header", _chain.Judge(_chain.Token(header: header, by: attacker)));
        Assert.Equal("ok", _chain.Judge(_chain.Token(header: header)));
    }

    [Fact]
    public void Verify_ByAKeyOfAnother_IsRefused()
    {
        using var attacker = TrustKit.EllipticCurve();

        Assert.Equal("bad_signature", _chain.Judge(_chain.Token(by: attacker)));
        Assert.Equal("bad_signature", _chain.Judge(_chain.Token(by: _chain.RootKey)));
    }

    [Fact]
    public void Verify_WithAKeyId_SelectsAmongTheAuthoritysKeys()
    {
        Assert.Equal("ok", _chain.Judge(_chain.Token(header: new JsonObject { ["kid"] = "k1" })));
        Assert.Equal("ok", _chain.Judge(_chain.Token(header: new JsonObject { ["kid"] = _chain.DepartmentKey.Thumbprint() })));
        Assert.Equal("key_not_found", _chain.Judge(_chain.Token(header: new JsonObject { ["kid"] = "k2" })));
        Assert.Equal("malformed_header", _chain.Judge(_chain.Token(header: new JsonObject { ["kid"] = 5 })));
    }

    [Fact]
    public void Verify_WithAnExtension_IsRefused() =>
        Assert.Equal("critical_header", _chain.Judge(_chain.Token(header: new JsonObject { ["crit"] = new JsonArray("b64"), ["b64"] = false })));

    [Fact]
    public void Verify_Truncated_IsRefused()
    {
        var token = _chain.Token();
        var parts = token.Split('.');

        for (var length = parts[0].Length + 1; length < token.Length; length++)
        {
            Assert.Equal("truncated", _chain.Judge(token[..length]));
        }

        for (var length = 0; length <= parts[0].Length; length++)
        {
            Assert.Contains(_chain.Judge(token[..length]), new[] { "malformed", "truncated" });
        }
    }

    [Fact]
    public void Verify_Reordered_IsRefused()
    {
        var parts = _chain.Token().Split('.');

        Assert.Equal("malformed_header", _chain.Judge($"{parts[1]}.{parts[0]}.{parts[2]}"));
        Assert.Equal("malformed_header", _chain.Judge($"{parts[2]}.{parts[1]}.{parts[0]}"));
        Assert.Equal("malformed_payload", _chain.Judge($"{parts[0]}.{parts[2]}.{parts[1]}"));
    }

    [Fact]
    public void Verify_OfATokenWithOneCharacterChanged_NeverHolds()
    {
        var token = _chain.Token();
        for (var i = 0; i < token.Length - 1; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.NotEqual("ok", _chain.Judge(changed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a.b.c.d.e")]
    [InlineData("ey J.e30.e30")]
    [InlineData("e30=.e30.e30")]
    [InlineData("bnVsbA.bnVsbA.bnVsbA")]
    [InlineData("W10.W10.W10")]
    [InlineData("////.e30.e30")]
    [InlineData("\u0000.\u0000.\u0000")]
    public void Verify_OfHostileText_IsRefused(string token)
    {
        Assert.NotEqual("ok", _chain.Judge(token));
        Assert.Equal("malformed", _chain.Judge(token + new string('a', TrustLimits.MaxTokenLength)));
    }

    [Fact]
    public void Verify_WithAMemberTwice_IsRefused()
    {
        var twice = TrustKit.Encode("""{"alg":"none","alg":"ES256"}"""u8);
        var parts = _chain.Token().Split('.');

        Assert.Equal("malformed_header", _chain.Judge($"{twice}.{parts[1]}.{parts[2]}"));
    }

    [Fact]
    public void Judge_OfARevokedToken_SaysSo()
    {
        var trust = _chain.Verify(_chain.Token(claims => claims["jti"] = "t-1")).Trust!;
        _chain.Change(TrustChain.Department, authority => authority with { RevokedTokens = new HashSet<string> { Authority.Revocation("t-1") } });

        Assert.Equal("token_revoked", _chain.Judge(_chain.Token(claims => claims["jti"] = "t-1")));
        Assert.Equal("ok", _chain.Judge(_chain.Token(claims => claims["jti"] = "t-2")));
        Assert.Equal("token_revoked", TrustVerifier.Judge(trust, _chain.Authorities, [], TrustChain.NowMs).Fault!.Word);
    }

    [Fact]
    public void Judge_AfterTheKeyWentAway_SaysSo()
    {
        var trust = _chain.Verify(_chain.Token()).Trust!;
        using var next = TrustKit.EllipticCurve();
        _chain.Set(TrustChain.Department, next, TrustChain.Root, next.EndorsedBy(_chain.RootKey, TrustChain.Root, TrustChain.Department, TrustChain.Later, "*"));

        Assert.Equal("key_not_found (authority dept-finance)", TrustVerifier.Judge(trust, _chain.Authorities, [], TrustChain.NowMs).Fault!.ToString());
    }

    [Fact]
    public void Judge_OfMoreCapabilitiesThanGranted_SaysSo()
    {
        var trust = _chain.Verify(_chain.Token()).Trust!;

        Assert.Equal("capability_not_granted", TrustVerifier.Judge(trust, _chain.Authorities, [new Capability("report")], TrustChain.NowMs).Fault!.ToString());
        Assert.Null(TrustVerifier.Judge(trust, _chain.Authorities, [new Capability("query")], TrustChain.NowMs).Fault);
    }

    public void Dispose() => _chain.Dispose();
}
