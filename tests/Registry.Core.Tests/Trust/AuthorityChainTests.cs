using System.Text.Json.Nodes;
using Registry.Core.Trust;
using Registry.Testing;

namespace Registry.Core.Tests.Trust;

public sealed class AuthorityChainTests : IDisposable
{
    private readonly TrustChain _chain = new();

    [Fact]
    public void Chain_WithARevokedAuthorityInItsMiddle_BreaksThere()
    {
        using var team = TrustKit.EllipticCurve();
        _chain.Set("team", team, TrustChain.Department, team.EndorsedBy(_chain.DepartmentKey, TrustChain.Department, "team", TrustChain.Later, "query"));
        var token = _chain.Token(claims => claims["iss"] = "team", by: team);
        Assert.Equal("ok", _chain.Judge(token));

        _chain.Change(TrustChain.Department, authority => authority with { IsRevoked = true });

        Assert.Equal("authority_revoked (authority dept-finance)", _chain.Judge(token));
        Assert.Equal(
            [null, TrustReason.AuthorityRevoked, null], _chain.Verify(token).Path.Links.Select(link => link.Fault));
    }

    [Fact]
    public void Chain_WithARevokedRoot_Breaks()
    {
        _chain.Change(TrustChain.Root, authority => authority with { IsRevoked = true });

        Assert.Equal("authority_revoked (authority org-acme)", _chain.Judge(_chain.Token()));
    }

    [Fact]
    public void Chain_WithoutItsRoot_Breaks()
    {
        _chain.Remove(TrustChain.Root);

        Assert.Equal("unknown_authority (authority org-acme)", _chain.Judge(_chain.Token()));
    }

    [Fact]
    public void Chain_WithABareParent_ProvesNothing()
    {
        _chain.Change(TrustChain.Department, authority => authority with { Endorsement = null });

        Assert.Equal("not_endorsed (authority dept-finance)", _chain.Judge(_chain.Token()));
    }

    [Theory]
    [InlineData("sub", "\"dept-other\"", "wrong_subject")]
    [InlineData("iss", "\"dept-finance\"", "wrong_issuer")]
    [InlineData("key_thumbprints", "[\"another\"]", "key_not_endorsed")]
    [InlineData("key_thumbprints", "[]", "key_not_endorsed")]
    [InlineData("key_thumbprints", "null", "wrong_use")]
    [InlineData("exp", "1000000000", "expired")]
    [InlineData("nbf", "4000000000", "not_yet_valid")]
    [InlineData("capabilities", "[\"report\"]", "capability_beyond_ceiling")]
    [InlineData("capabilities", "null", "capability_beyond_ceiling")]
    [InlineData("capabilities", "[\"*\"]", "ok")]
    public void Chain_WithAnotherEndorsement_SaysWhatIsWrong(string claim, string value, string verdict)
    {
        var claims = TrustKit.Claims(TrustChain.Root, TrustChain.Department, TrustChain.Later, "query");
        claims["key_thumbprints"] = new JsonArray(_chain.DepartmentKey.Thumbprint());
        claims[claim] = JsonNode.Parse(value);
        _chain.Change(TrustChain.Department, authority => authority with { Endorsement = _chain.RootKey.Sign(claims) });

        Assert.Equal(verdict == "ok" ? "ok" : $"{verdict} (authority dept-finance)", _chain.Judge(_chain.Token()));
    }

    [Fact]
    public void Chain_EndorsedByAnother_Breaks()
    {
        var own = _chain.DepartmentKey.EndorsedBy(_chain.DepartmentKey, TrustChain.Root, TrustChain.Department, TrustChain.Later, "*");
        _chain.Change(TrustChain.Department, authority => authority with { Endorsement = own });

        Assert.Equal("bad_signature (authority dept-finance)", _chain.Judge(_chain.Token()));
    }

    [Fact]
    public void Chain_WithARevokedEndorsement_Breaks()
    {
        var claims = TrustKit.Claims(TrustChain.Root, TrustChain.Department, TrustChain.Later, "*");
        (claims["jti"], claims["key_thumbprints"]) = ("e-1", new JsonArray(_chain.DepartmentKey.Thumbprint()));
        _chain.Change(TrustChain.Department, authority => authority with { Endorsement = _chain.RootKey.Sign(claims) });
        Assert.Equal("ok", _chain.Judge(_chain.Token()));

        _chain.Change(TrustChain.Root, authority => authority with { RevokedTokens = new HashSet<string> { Authority.Revocation("e-1") } });

        Assert.Equal("token_revoked (authority dept-finance)", _chain.Judge(_chain.Token()));
    }

    [Fact]
    public void Chain_WithCeilings_IsBoundByEveryOne()
    {
        using var team = TrustKit.EllipticCurve();
        _chain.Set("team", team, TrustChain.Department, team.EndorsedBy(_chain.DepartmentKey, TrustChain.Department, "team", TrustChain.Later, "*"));

        Assert.Equal("ok", _chain.Judge(_chain.Token(claims => (claims["iss"], claims["capabilities"]) = ("team", new JsonArray("report")), by: team)));
        Assert.Equal(
            "capability_beyond_ceiling (authority dept-finance)",
            _chain.Judge(_chain.Token(claims => (claims["iss"], claims["capabilities"]) = ("team", new JsonArray("delete")), by: team)));
    }

    [Theory]
    [InlineData(8, "ok")]
    [InlineData(9, "chain_too_deep")]
    public void Chain_OfManyAuthorities_HasALimit(int depth, string verdict)
    {
        var keys = Enumerable.Range(0, depth).Select(_ => TrustKit.EllipticCurve()).ToList();
        _chain.Set("a0", keys[0]);
        for (var i = 1; i < depth; i++)
        {
            _chain.Set($"a{i}", keys[i], $"a{i - 1}", keys[i].EndorsedBy(keys[i - 1], $"a{i - 1}", $"a{i}", TrustChain.Later, "*"));
        }

        var fault = _chain.Verify(_chain.Token(claims => claims["iss"] = $"a{depth - 1}", by: keys[^1])).Fault;

        Assert.Equal(verdict, fault?.Word ?? "ok");
        keys.ForEach(key => key.Dispose());
    }

    [Fact]
    public void Chain_InACircle_Ends()
    {
        _chain.Set(
            TrustChain.Root,
            _chain.RootKey,
            TrustChain.Department,
            _chain.RootKey.EndorsedBy(_chain.DepartmentKey, TrustChain.Department, TrustChain.Root, TrustChain.Later, "*"));

        Assert.Equal("chain_cycle", _chain.Verify(_chain.Token()).Fault!.Word);
    }

    public void Dispose() => _chain.Dispose();
}
