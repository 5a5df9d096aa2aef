using System.Net;
using System.Text.Json.Nodes;
using Registry.Core.Agents;
using Registry.Http.Auth;
using Registry.Testing;
using Xunit;

namespace Registry.Http.Tests.Oidc;

/// <summary>Tokens of an authority as a way in: whom they let in, and every way in which one may be wrong.</summary>
public sealed class OidcTests : IAsyncLifetime, IDisposable
{
    private static readonly ApiKeyOptions[] Configured = [Keys.Of("worker", CallerRole.Agent, "secret", "eyJhbGciOiJub25lIn0.of.akey")];

    private readonly StubAuthority _authority = new();
    private HttpHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpHost.StartAsync(Configured, configure: _authority.Configure);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("reader", "reader")]
    [InlineData("agent", "something", "agent", "reader")]
    [InlineData("operator", "Operator")]
    [InlineData("admin", "reader", "admin")]
    public async Task Token_WithARole_IsLetInAsTheHighest(string expected, params string[] roles)
    {
        using var response = await AskAsync(StubAuthority.Sign(Claims(roles)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var who = await Answers.JsonAsync(response);
        Assert.Equal(("oidc:alice", expected), (who.GetProperty("name").GetString(), who.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task Token_RolesAsOneString_AreReadAsScopesAre()
    {
        var claims = Claims();
        claims["roles"] = "openid reader operator";
        using var response = await AskAsync(StubAuthority.Sign(claims));

        Assert.Equal("operator", (await Answers.JsonAsync(response)).GetProperty("role").GetString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[\"administrator\"]")]
    [InlineData("\"\"")]
    [InlineData("[7, null, [\"admin\"], {\"admin\": true}]")]
    [InlineData("{\"admin\": \"admin\"}")]
    [InlineData("4")]
    [InlineData(null)]
    public async Task Token_WithoutARole_IsForbidden(string? roles)
    {
        var claims = Claims();
        claims.Remove("roles");
        if (roles is not null)
        {
            claims["roles"] = JsonNode.Parse(roles);
        }

        using var response = await AskAsync(StubAuthority.Sign(claims));

        await Answers.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Token_OfAnAgent_OwnsWhatItRegistersAndNoKeyDoes()
    {
        var token = StubAuthority.Sign(Claims("agent"));
        using var registered = await _host.SendAsync(
            "POST", "/agents/register", """{"id":"a1","name":"a1","type":"cost","host":"h","port":1}""", "Authorization: Bearer " + token);
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);

        using var byKey = await _host.SendAsync("DELETE", "/agents/a1", null, "x-functions-key: secret");
        await Answers.ProblemAsync(byKey, HttpStatusCode.Forbidden, "forbidden");
        using var read = await _host.SendAsync("GET", "/agents/a1", null, "x-functions-key: secret");
        Assert.Equal("oidc:alice", (await Answers.JsonAsync(read)).GetProperty("owner").GetString());
        using var own = await _host.SendAsync("DELETE", "/agents/a1", null, "Authorization: Bearer " + token);
        Assert.True(own.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Owner_OfAToken_CanBeSet()
    {
        using var registered = await _host.SendAsync("POST", "/agents/register", """{"id":"a1","name":"a1","type":"cost","host":"h","port":1}""", "x-functions-key: secret");
        var token = StubAuthority.Sign(Claims("operator"));

        using var changed = await _host.SendAsync("PUT", "/agents/a1/owner", """{"owner":"oidc:auth0|bob@example.com"}""", "Authorization: Bearer " + token);
        Assert.Equal("oidc:auth0|bob@example.com", (await Answers.JsonAsync(changed)).GetProperty("owner").GetString());
        using var invalid = await _host.SendAsync("PUT", "/agents/a1/owner", """{"owner":"oidc:"}""", "Authorization: Bearer " + token);
        Assert.Equal(HttpStatusCode.BadRequest, invalid.StatusCode);
    }

    [Fact]
    public async Task Keys_BesideAnAuthority_AskNobody()
    {
        using var header = await _host.SendAsync("GET", "/whoami", null, "x-functions-key: secret");
        using var bearer = await AskAsync("secret");
        using var likeAToken = await AskAsync("eyJhbGciOiJub25lIn0.of.akey");
        using var wrong = await AskAsync("no-key");

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized],
            new[] { header, bearer, likeAToken, wrong }.Select(response => response.StatusCode));
        Assert.Empty(_authority.Asked);
    }

    [Fact]
    public async Task Token_WhereKeysBelong_IsNone()
    {
        var token = StubAuthority.Sign(Claims("admin"));
        using var header = await _host.SendAsync("GET", "/whoami", null, "x-functions-key: " + token);
        using var query = await _host.SendAsync("GET", "/whoami?code=" + token);
        using var both = await _host.SendAsync("GET", "/whoami", null, "x-functions-key: wrong", "Authorization: Bearer " + token);

        Assert.All([header, query, both], response => Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode));
    }

    [Fact]
    public async Task Loopback_WithAnAuthorityAndNoKey_IsNobody()
    {
        await using var host = await HttpHost.StartAsync(configure: _authority.Configure);
        using var response = await host.Client.GetAsync("/whoami");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("iss", "\"https://evil.example.com\"", "'iss'")]
    [InlineData("iss", "\"https://login.example.com/tenant/v2.0/\"", "'iss'")]
    [InlineData("iss", null, "'iss'")]
    [InlineData("aud", "\"api://another\"", "'aud'")]
    [InlineData("aud", "\"api://registry/\"", "'aud'")]
    [InlineData("aud", "[]", "'aud'")]
    [InlineData("aud", null, "'aud'")]
    [InlineData("exp", null, "exp")]
    [InlineData("sub", null, "names the caller")]
    [InlineData("sub", "\"\"", "names the caller")]
    [InlineData("sub", "\"a b\"", "names the caller")]
    [InlineData("sub", "\"a\\u0000b\"", "names the caller")]
    [InlineData("sub", "\"a\\ud800\"", "malformed")]
    [InlineData("sub", "7", "names the caller")]
    [InlineData("sub", "[\"alice\"]", "The token")]
    public async Task Token_WrongClaim_IsUnauthorized(string claim, string? value, string detail)
    {
        // As text: some of it no writer would write.
        var claims = Claims("admin");
        claims.Remove(claim);
        var json = value is null ? claims.ToJsonString() : $"{claims.ToJsonString()[..^1]},\"{claim}\":{value}}}";

        using var response = await AskAsync(StubAuthority.Key.SignText(json, "k1"));

        await IsRefusedAsync(response, detail);
    }

    [Theory]
    [InlineData(-59, true)]
    [InlineData(-61, false)]
    public async Task Token_Expired_IsTakenWithinTheSkewOnly(int expires, bool valid)
    {
        var claims = Claims("reader");
        claims["nbf"] = _host.Time.GetUtcNow().AddHours(-1).ToUnixTimeSeconds();
        claims["exp"] = _host.Time.GetUtcNow().AddSeconds(expires).ToUnixTimeSeconds();

        await IsTakenAsync(StubAuthority.Sign(claims), valid, "expired");
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public async Task Token_NotYetValid_IsTakenWithinTheSkewOnly(int begins, bool valid)
    {
        var claims = Claims("reader");
        claims["nbf"] = _host.Time.GetUtcNow().AddSeconds(begins).ToUnixTimeSeconds();

        await IsTakenAsync(StubAuthority.Sign(claims), valid, "not valid yet");
    }

    [Theory]
    [InlineData("exp", "253402300799")]
    [InlineData("exp", "99999999999999999")]
    [InlineData("exp", "1e300")]
    [InlineData("exp", "-1e300")]
    [InlineData("exp", "\"soon\"")]
    [InlineData("nbf", "-62135596800")]
    [InlineData("nbf", "-99999999999999999")]
    [InlineData("nbf", "null")]
    public async Task Token_TimesBeyondTheCalendar_AreJudgedAsAnyOther(string claim, string value)
    {
        var claims = Claims("reader");
        claims.Remove(claim);
        var token = StubAuthority.Key.SignText($"{claims.ToJsonString()[..^1]},\"{claim}\":{value}}}", "k1");
        for (var i = 0; i < 2; i++)
        {
            using var response = await AskAsync(token);
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Token_ThatWasTaken_IsNotAfterItsEnd()
    {
        var token = StubAuthority.Sign(Claims("reader"));
        await IsTakenAsync(token, true, "");

        _host.Time.Advance(TimeSpan.FromMinutes(60.5));
        await IsTakenAsync(token, true, "");
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await IsTakenAsync(token, false, "expired");
    }

    [Fact]
    public async Task Stream_OpenedWithAToken_EndsWithIt()
    {
        var header = "Authorization: Bearer " + StubAuthority.Sign(Claims("reader"));
        await using var stream = await EventStreamReader.OpenAsync(_host, "/events", header);
        await stream.FirstIdAsync();
        await _host.Time.WaitForTimersAsync(EventTests.TimersOfOnePoll + 1);

        _host.Time.Advance(TimeSpan.FromMinutes(61));

        await stream.EndAsync();
    }

    [Theory]
    [InlineData("none", "algorithm")]
    [InlineData("None", "algorithm")]
    [InlineData("HS256", "algorithm")]
    [InlineData("ES256K", "algorithm")]
    [InlineData("RS256", null)]
    [InlineData("PS256", null)]
    public async Task Token_Algorithm_IsAnAsymmetricOne(string algorithm, string? detail) =>
        await IsTakenAsync(StubAuthority.Sign(Claims("admin"), algorithm), detail is null, detail ?? "");

    [Fact]
    public async Task Token_EllipticCurve_IsTaken()
    {
        using var other = TrustKit.EllipticCurve();
        _authority.Keys = other.JwkSet("e1");

        await IsTakenAsync(other.Sign(Claims("reader"), header: new JsonObject { ["kid"] = "e1" }), true, "");
    }

    [Fact]
    public async Task Token_SymmetricKeyAmongTheKeys_SignsNothing()
    {
        _authority.Keys["keys"]!.AsArray().Add(new JsonObject { ["kty"] = "oct", ["kid"] = "k1", ["k"] = TrustKit.Encode(StubAuthority.Key.PublicPem()) });

        await IsTakenAsync(StubAuthority.Sign(Claims("admin"), "HS256"), false, "algorithm");
    }

    [Theory]
    [InlineData("k1")]
    [InlineData(null)]
    public async Task Token_OfAnotherKey_IsUnauthorizedAndAsksNobodyAgain(string? keyId)
    {
        using var evil = TrustKit.Rsa();
        var header = keyId is null ? null : new JsonObject { ["kid"] = keyId };

        await IsTakenAsync(evil.Sign(Claims("admin"), header: header), false, "signed");
        Assert.Equal(2, _authority.Asked.Count);
    }

    [Fact]
    public async Task Token_WithItsOwnKey_IsNotBelieved()
    {
        using var evil = TrustKit.Rsa();

        await IsTakenAsync(evil.Sign(Claims("admin"), header: new JsonObject { ["jwk"] = evil.Jwk("k1"), ["jku"] = "https://evil.example.com/keys" }), false, "signed");
        Assert.DoesNotContain("/evil", _authority.Asked);
    }

    [Fact]
    public async Task Token_Changed_IsUnauthorized()
    {
        var parts = StubAuthority.Sign(Claims("reader")).Split('.');
        var other = StubAuthority.Sign(Claims("admin")).Split('.');

        await IsTakenAsync($"{parts[0]}.{other[1]}.{parts[2]}", false, "signed");
        await IsTakenAsync($"{parts[0]}.{parts[1]}.", false, "signed");
    }

    [Fact]
    public async Task Token_CriticalHeader_IsUnauthorized() =>
        await IsTakenAsync(StubAuthority.Key.Sign(Claims("admin"), header: new JsonObject { ["kid"] = "k1", ["crit"] = new JsonArray("b64"), ["b64"] = false }), false, "malformed");

    [Theory]
    [InlineData("eyJ..")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.AAAA")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.!!!!.AAAA")]
    [InlineData("eyJhbGciOiJSUzI1NiIs.e30.AAAA")]
    [InlineData("eyJhbGciOjd9.e30.AAAA")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.W10.AAAA")]
    public async Task Token_Malformed_IsUnauthorized(string token) => await IsTakenAsync(token, false, "The token");

    [Fact]
    public async Task Token_TooLong_IsNotLookedAt()
    {
        await IsTakenAsync("eyJ." + new string('a', 20_000) + ".b", false, "A valid key is needed");
        Assert.Empty(_authority.Asked);
    }

    [Fact]
    public async Task Log_OfTokens_HasNoneOfThem()
    {
        var (good, bad) = (StubAuthority.Sign(Claims("reader")), StubAuthority.Sign(Claims("admin"), "HS256"));
        await IsTakenAsync(good, true, "");
        await IsTakenAsync(bad, false, "algorithm");

        Assert.All([good, bad], token => Assert.All(token.Split('.'), part => Assert.DoesNotContain(_host.Log.OfHttp, line => line.Text.Contains(part, StringComparison.Ordinal))));
    }

    private JsonObject Claims(params string[] roles) => StubAuthority.Claims(_host.Time.GetUtcNow(), roles);

    private Task<HttpResponseMessage> AskAsync(string token) => _host.SendAsync("GET", "/whoami", null, "Authorization: Bearer " + token);

    private async Task IsTakenAsync(string token, bool valid, string detail)
    {
        using var response = await AskAsync(token);
        if (!valid)
        {
            await IsRefusedAsync(response, detail);
            return;
        }

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task IsRefusedAsync(HttpResponseMessage response, string detail)
    {
        await Answers.ProblemAsync(response, HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Contains(detail, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }
}
