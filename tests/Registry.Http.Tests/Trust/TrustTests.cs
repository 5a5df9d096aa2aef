using System.Net;
using System.Text.Json.Nodes;
using Registry.Core.Agents;
using Xunit;

namespace Registry.Http.Tests.Trust;

public sealed class TrustTests
{
    [Fact]
    public async Task Register_ASystemWithoutTrust_IsRefused()
    {
        await using var bed = await TrustBed.StartAsync();
        using var post = await bed.Host.SendAndWaitAsync("POST", "/agents/register", TrustBed.System("db"));
        using var put = await bed.Host.SendAndWaitAsync("PUT", "/agents/db", TrustBed.System("db"));
        using var batch = await bed.Host.SendAndWaitAsync("POST", "/agents/batch", $"[{TrustBed.System("db")}]");

        var problem = await Answers.ProblemAsync(post, HttpStatusCode.Forbidden, "trust_not_established");
        Assert.Equal(("db", "not_established"), (problem.GetProperty("agent_id").GetString(), problem.GetProperty("reason").GetString()));
        await Answers.ProblemAsync(put, HttpStatusCode.Forbidden, "trust_not_established");
        var item = (await Answers.JsonAsync(batch)).GetProperty("results")[0];
        Assert.Equal((403, "trust_not_established"), (item.GetProperty("status").GetInt32(), item.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Register_ASystemWithAToken_ShowsItsChain()
    {
        await using var bed = await TrustBed.StartAsync();
        await bed.RegisterAsync("db");

        var trust = await bed.GetAsync("/agents/db/trust");
        Assert.Equal(
            $$"""
            {"verified":true,"authority":"dept-finance","expires_at":"2026-01-02T00:00:00.000Z","chain":[{"id":"org-acme","name":"an authority","verdict":"ok"},{"id":"dept-finance","name":"an authority","verdict":"ok"},{"id":"db","name":"Finance Database","verdict":"ok"}]}
            """.Trim(),
            trust.GetRawText()[..trust.GetRawText().IndexOf("expires_at", StringComparison.Ordinal)]
            + "expires_at\":\"2026-01-02T00:00:00.000Z\""
            + trust.GetRawText()[trust.GetRawText().IndexOf(",\"chain", StringComparison.Ordinal)..]);
        Assert.Equal("unknown ok probes have not decided yet", await bed.HealthAsync("db"));
    }

    [Theory]
    [InlineData("exp", "1000000000", "expired")]
    [InlineData("nbf", "4000000000", "not_yet_valid")]
    [InlineData("sub", "\"other\"", "wrong_subject")]
    [InlineData("capabilities", "[]", "capability_not_granted")]
    [InlineData("capabilities", "[\"query\",\"delete\"]", "capability_beyond_ceiling")]
    [InlineData("iss", "\"nobody\"", "unknown_authority")]
    [InlineData("iss", "\"org-acme\"", "algorithm_not_allowed")]
    public async Task Register_WithAWrongToken_SaysWhy(string claim, string value, string reason)
    {
        await using var bed = await TrustBed.StartAsync();
        var token = bed.Token("db", claims => claims[claim] = JsonNode.Parse(value));
        using var response = await bed.Host.SendAndWaitAsync("POST", "/agents/register", TrustBed.System("db", token));

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.Forbidden, "trust_not_established");
        Assert.Equal(reason, problem.GetProperty("reason").GetString());
        Assert.Contains(reason, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"token":5}""", "trust.token")]
    [InlineData("""{}""", "trust.token")]
    [InlineData("\"x\"", "trust")]
    public async Task Register_WithAWrongBody_IsInvalid(string trust, string field)
    {
        await using var bed = await TrustBed.StartAsync();
        using var response = await bed.Host.SendAndWaitAsync("POST", "/agents/register", TrustBed.System("db", more: ",\"trust\":" + trust));

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Sweep_AfterARevocation_MarksAllBelowAndARenewalBringsThemBack()
    {
        await using var bed = await TrustBed.StartAsync();
        await bed.RegisterAsync("db");
        await bed.RegisterAsync("db2", bed.Token("db2", claims => claims["jti"] = "t-2"));
        using var beat = await bed.Host.SendAndWaitAsync("POST", "/agents/status", """{"db":"healthy","db2":"healthy"}""");
        Assert.Equal("healthy ok", await bed.HealthAsync("db"));

        using var token = await bed.Host.SendAndWaitAsync("POST", "/authorities/dept-finance/revocations", """{"jti":"t-2"}""");
        Assert.Equal(1, (await Answers.JsonAsync(token)).GetProperty("revoked_tokens").GetInt32());
        await bed.SweepAsync();
        Assert.Equal("healthy ok", await bed.HealthAsync("db"));
        Assert.Equal("unhealthy fail trust: token_revoked", await bed.HealthAsync("db2"));

        using var same = await bed.Host.SendAndWaitAsync(
            "POST", "/agents/db2/trust", $$"""{"token":"{{bed.Token("db2", claims => claims["jti"] = "t-2")}}"}""");
        Assert.Equal("token_revoked", (await Answers.ProblemAsync(same, HttpStatusCode.Forbidden, "trust_not_established")).GetProperty("reason").GetString());
        using var renewed = await bed.Host.SendAndWaitAsync("POST", "/agents/db2/trust", $$"""{"token":"{{bed.Token("db2")}}"}""");
        Assert.True((await Answers.JsonAsync(renewed)).GetProperty("verified").GetBoolean());
        Assert.Equal("healthy ok", await bed.HealthAsync("db2"));

        using var authority = await bed.Host.SendAndWaitAsync("DELETE", "/authorities/org-acme");
        Assert.Equal(HttpStatusCode.NoContent, authority.StatusCode);
        Assert.Equal("authority_revoked", (await bed.GetAsync("/agents/db/trust")).GetProperty("reason").GetString());
        await bed.SweepAsync();
        Assert.Equal("unhealthy fail trust: authority_revoked (authority org-acme)", await bed.HealthAsync("db"));
        Assert.Equal("unhealthy fail trust: authority_revoked (authority org-acme)", await bed.HealthAsync("db2"));
        var events = string.Join('\n', await Traces.EventsAsync(bed.Host));
        Assert.Contains("trust: authority_revoked (authority org-acme)", events, StringComparison.Ordinal);
        Assert.Contains("trust renewed", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_AfterTheTokensEnd_MarksTheAgentAndShowsItAmongTheUnhealthy()
    {
        await using var bed = await TrustBed.StartAsync();
        await bed.RegisterAsync("db", bed.Token("db", claims => claims["exp"] = bed.Host.Time.GetUtcNow().AddSeconds(30).ToUnixTimeSeconds()));
        bed.Host.Time.Advance(TimeSpan.FromSeconds(80));
        await bed.SweepAsync();
        Assert.Equal("unknown ok probes have not decided yet", await bed.HealthAsync("db"));

        bed.Host.Time.Advance(TimeSpan.FromSeconds(20));
        await bed.SweepAsync();

        Assert.Equal("unhealthy fail trust: expired", await bed.HealthAsync("db"));
        var listed = await bed.GetAsync("/agents?status=unhealthy&system_type=database");
        Assert.Equal("db", Assert.Single(listed.GetProperty("agents").EnumerateArray()).GetProperty("id").GetString());
        var report = await bed.GetAsync("/agents/db/trust");
        Assert.Equal(("False", "expired"), (report.GetProperty("verified").ToString(), report.GetProperty("reason").GetString()));
        Assert.Equal(["ok", "ok", "expired"], report.GetProperty("chain").EnumerateArray().Select(link => link.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Change_OfCapabilities_StaysWithinWhatTheTokenGrants()
    {
        await using var bed = await TrustBed.StartAsync();
        await bed.RegisterAsync("db");
        using var more = await bed.Host.SendAndWaitAsync("PATCH", "/agents/db", """{"capabilities":["query","report"]}""");
        using var withToken = await bed.Host.SendAndWaitAsync(
            "PATCH",
            "/agents/db",
            $$"""{"capabilities":["query","report"],"trust":{"token":"{{bed.Token("db", claims => claims["capabilities"] = new JsonArray("query", "report"))}}"} }""");
        using var put = await bed.Host.SendAndWaitAsync("PUT", "/agents/db", TrustBed.System("db", more: ",\"description\":\"kept\""));
        using var without = await bed.Host.SendAndWaitAsync("PATCH", "/agents/db", """{"trust":null}""");

        Assert.Equal("capability_not_granted", (await Answers.ProblemAsync(more, HttpStatusCode.Forbidden, "trust_not_established")).GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.OK, withToken.StatusCode);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        await Answers.ProblemAsync(without, HttpStatusCode.Forbidden, "trust_not_established");
        Assert.True((await bed.GetAsync("/agents/db/trust")).GetProperty("verified").GetBoolean());
    }

    [Fact]
    public async Task Waiver_IsForAdminsAlone()
    {
        var keys = new[] { Keys.Of("admin", CallerRole.Admin, "a"), Keys.Of("operator", CallerRole.Operator, "o") };
        await using var bed = await TrustBed.StartAsync(keys, "x-functions-key: a");
        using var byOperator = await bed.Host.SendAndWaitAsync("POST", "/agents/register?verify_trust_chain=false", TrustBed.System("db"), "x-functions-key: o");
        using var wrong = await bed.Host.SendAndWaitAsync("POST", "/agents/register?verify_trust_chain=maybe", TrustBed.System("db"), "x-functions-key: a");
        using var byAdmin = await bed.Host.SendAndWaitAsync("POST", "/agents/register?verify_trust_chain=false", TrustBed.System("db"), "x-functions-key: a");
        using var trust = await bed.Host.SendAndWaitAsync("GET", "/agents/db/trust", null, "x-functions-key: o");

        await Answers.ProblemAsync(byOperator, HttpStatusCode.Forbidden, "forbidden");
        await Answers.ProblemAsync(wrong, HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(HttpStatusCode.Created, byAdmin.StatusCode);
        Assert.Equal("""{"verified":false,"reason":"not_established","chain":[]}""", await trust.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Renew_ByAnotherOrOfNobody_IsRefusedFirst()
    {
        var keys = new[] { Keys.Of("admin", CallerRole.Admin, "a"), Keys.Of("one", CallerRole.Agent, "1"), Keys.Of("two", CallerRole.Agent, "2") };
        await using var bed = await TrustBed.StartAsync(keys, "x-functions-key: a");
        using var register = await bed.Host.SendAndWaitAsync("POST", "/agents/register", TrustBed.System("db", bed.Token("db")), "x-functions-key: 1");
        var body = $$"""{"token":"{{bed.Token("db")}}"}""";
        using var other = await bed.Host.SendAndWaitAsync("POST", "/agents/db/trust", body, "x-functions-key: 2");
        using var nobody = await bed.Host.SendAndWaitAsync("POST", "/agents/ghost/trust", """{"token":"x"}""", "x-functions-key: 1");
        using var empty = await bed.Host.SendAndWaitAsync("POST", "/agents/db/trust", "{}", "x-functions-key: 1");
        using var own = await bed.Host.SendAndWaitAsync("POST", "/agents/db/trust", body, "x-functions-key: 1");

        Assert.Equal(HttpStatusCode.Created, register.StatusCode);
        await Answers.ProblemAsync(other, HttpStatusCode.Forbidden, "forbidden");
        await Answers.ProblemAsync(nobody, HttpStatusCode.NotFound, "not_found");
        await Answers.ProblemAsync(empty, HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task Token_OfAnAgent_IsKeptNowhere()
    {
        await using var bed = await TrustBed.StartAsync();
        var token = bed.Token("db");
        var bad = bed.Token("db", claims => claims["sub"] = "other");
        var answers = new List<string>();
        foreach (var (method, path, body) in new[]
        {
            ("POST", "/agents/register", TrustBed.System("db", token)),
            ("POST", "/agents/register", TrustBed.System("db3", bad)),
            ("POST", "/agents/batch", $"[{TrustBed.System("db2", bed.Token("db2"))},{TrustBed.System("db4", bad)}]"),
            ("PUT", "/agents/db", TrustBed.System("db", token)),
            ("PATCH", "/agents/db", $$"""{"trust":{"token":"{{token}}"} }"""),
            ("PATCH", "/agents/db", $$"""{"trust":{"token":"{{bad}}"} }"""),
            ("POST", "/agents/db/trust", $$"""{"token":"{{token}}"}"""),
            ("POST", "/agents/db/trust", $$"""{"token":"{{bad}}"}"""),
            ("GET", "/agents/db", null!),
            ("GET", "/agents/db/trust", null!),
            ("GET", "/authorities", null!),
        })
        {
            using var response = await bed.Host.SendAndWaitAsync(method, path, body);
            answers.Add(await response.Content.ReadAsStringAsync());
        }

        await bed.SweepAsync();
        var traces = answers.Concat(await Traces.RowsAsync(bed.Host, "Secrets")).Concat(await Traces.EventsAsync(bed.Host)).Concat(Traces.Logs(bed.Host)).ToList();
        foreach (var piece in new[] { token, bad }.SelectMany(text => text.Split('.').Skip(1)))
        {
            Assert.DoesNotContain(traces, trace => trace.Contains(piece, StringComparison.Ordinal));
        }
    }
}
