using System.Net;
using System.Text.Json.Nodes;
using Registry.Core.Agents;
using Registry.Testing;
using Xunit;

namespace Registry.Http.Tests.Trust;

public sealed class AuthorityTests
{
    [Fact]
    public async Task Put_OfAnAuthority_AnswersIt()
    {
        await using var host = await HttpHost.StartAsync();
        using var key = TrustKit.EllipticCurve();
        using var created = await host.SendAndWaitAsync("PUT", "/authorities/org", TrustBed.Authority(key));
        using var again = await host.SendAndWaitAsync("PUT", "/authorities/org", TrustBed.Authority(key));
        using var read = await host.SendAndWaitAsync("GET", "/authorities/org");
        using var list = await host.SendAndWaitAsync("GET", "/authorities", null, "Cache-Control: no-cache");

        Assert.Equal((HttpStatusCode.Created, "/authorities/org"), (created.StatusCode, created.Headers.Location?.ToString()));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var authority = await Answers.JsonAsync(read);
        Assert.Equal(
            ["id", "name", "keys", "revoked", "verified", "revoked_tokens", "created_at"], authority.EnumerateObject().Select(member => member.Name));
        var jwk = Assert.Single(authority.GetProperty("keys").GetProperty("keys").EnumerateArray());
        Assert.Equal(
            ("EC", "k1", "P-256", key.Thumbprint()),
            (jwk.GetProperty("kty").GetString(), jwk.GetProperty("kid").GetString(), jwk.GetProperty("crv").GetString(), jwk.GetProperty("thumbprint").GetString()));
        Assert.Equal(1, (await Answers.JsonAsync(list)).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Put_OfAPrivateKey_IsRefusedAndKeptNowhere()
    {
        await using var host = await HttpHost.StartAsync();
        using var key = TrustKit.EllipticCurve();
        var jwk = key.Jwk(withPrivate: true);
        var body = new JsonObject { ["name"] = "n", ["keys"] = new JsonObject { ["keys"] = new JsonArray(jwk.DeepClone()) } }.ToJsonString();
        using var response = await host.SendAndWaitAsync("PUT", "/authorities/org", body);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        var secret = jwk["d"]!.GetValue<string>();
        Assert.DoesNotContain(secret, problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(await Traces.RowsAsync(host), row => row.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Traces.Logs(host), line => line.Contains(secret, StringComparison.Ordinal));
        using var read = await host.SendAndWaitAsync("GET", "/authorities/org");
        await Answers.ProblemAsync(read, HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name":"n"}""", "keys")]
    [InlineData("""{"name":"n","keys":{"keys":[]}}""", "keys")]
    [InlineData("""{"name":"n","keys":[],"parent":"org"}""", "parent")]
    [InlineData("""{"name":"n","keys":[],"parent":"no id"}""", "parent")]
    [InlineData("""{"name":"n","keys":[],"endorsement":"x"}""", "endorsement")]
    [InlineData("[]", "body")]
    public async Task Put_OfAWrongBody_NamesTheField(string body, string field)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.SendAndWaitAsync("PUT", "/authorities/org", body);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
    }

    [Fact]
    public async Task Put_OfAParentThatIsNoneOrBelow_IsRefused()
    {
        await using var bed = await TrustBed.StartAsync();
        using var none = await bed.Host.SendAndWaitAsync("PUT", "/authorities/x", TrustBed.Authority(bed.RootKey, "ghost"));
        using var below = await bed.Host.SendAndWaitAsync("PUT", "/authorities/org-acme", TrustBed.Authority(bed.RootKey, "dept-finance"));
        using var bare = await bed.Host.SendAndWaitAsync("PUT", "/authorities/bare", TrustBed.Authority(bed.RootKey, "org-acme"));

        await Answers.ProblemAsync(none, HttpStatusCode.BadRequest, "invalid_request");
        await Answers.ProblemAsync(below, HttpStatusCode.BadRequest, "invalid_request");
        var answer = await Answers.JsonAsync(bare);
        Assert.Equal(("False", "not_endorsed"), (answer.GetProperty("verified").ToString(), answer.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Delete_OfAnAuthority_RevokesItForGood()
    {
        await using var bed = await TrustBed.StartAsync();
        using var deleted = await bed.Host.SendAndWaitAsync("DELETE", "/authorities/dept-finance");
        using var again = await bed.Host.SendAndWaitAsync("DELETE", "/authorities/dept-finance");
        using var put = await bed.Host.SendAndWaitAsync("PUT", "/authorities/dept-finance", TrustBed.Authority(bed.DepartmentKey));
        using var unknown = await bed.Host.SendAndWaitAsync("DELETE", "/authorities/ghost");
        using var register = await bed.Host.SendAndWaitAsync("POST", "/agents/register", TrustBed.System("db", bed.Token("db")));

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (deleted.StatusCode, again.StatusCode));
        Assert.True((await bed.GetAsync("/authorities/dept-finance")).GetProperty("revoked").GetBoolean());
        await Answers.ProblemAsync(put, HttpStatusCode.Conflict, "conflict");
        await Answers.ProblemAsync(unknown, HttpStatusCode.NotFound, "not_found");
        Assert.Equal("authority_revoked", (await Answers.ProblemAsync(register, HttpStatusCode.Forbidden, "trust_not_established")).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("PUT", "/authorities/x", "{}")]
    [InlineData("DELETE", "/authorities/x", null)]
    [InlineData("POST", "/authorities/x/revocations", "{}")]
    public async Task Change_ByAnOperator_IsForbidden(string method, string path, string? body)
    {
        await using var host = await HttpHost.StartAsync([Keys.Of("operator", CallerRole.Operator, "o")]);
        using var response = await host.SendAndWaitAsync(method, path, body, "x-functions-key: o");
        using var read = await host.SendAndWaitAsync("GET", "/authorities", null, "x-functions-key: o");

        await Answers.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }
}
