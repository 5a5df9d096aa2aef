using Registry.Core.Agents;
using Registry.Core.Agents.Reading;
using Registry.Core.Health;

namespace Registry.Core.Tests.Agents;

public sealed class RegistrationReaderTests
{
    /// <summary>Member, value, and the field that is named; the value is refused.</summary>
    public static TheoryData<string, string, string> Refused { get; } = new()
    {
        { "name", "null", "name" },
        { "name", "\"\"", "name" },
        { "name", "\"  \"", "name" },
        { "name", Text(129), "name" },
        { "name", "\"a,b\"", "name" },
        { "name", "\"a@b\"", "name" },
        { "name", "\"a\\u0007b\"", "name" },
        { "name", "\"a\\u0085b\"", "name" },
        { "type", "null", "type" },
        { "type", "\"a\\nb\"", "type" },
        { "type", Text(129), "type" },
        { "kind", "\"robot\"", "kind" },
        { "kind", "\"Agent\"", "kind" },
        { "id", "\"register\"", "id" },
        { "id", "\"HEALTH\"", "id" },
        { "id", "\"..\"", "id" },
        { "id", "\"a/b\"", "id" },
        { "id", "\"a b\"", "id" },
        { "id", "\"é\"", "id" },
        { "id", Text(129), "id" },
        { "endpoint", "\"localhost:8001\"", "endpoint" },
        { "endpoint", "\"/relative\"", "endpoint" },
        { "endpoint", "\"http://\"", "endpoint" },
        { "endpoint", "\"http://host:70000\"", "endpoint" },
        { "endpoint", "\"http://host:0\"", "endpoint" },
        { "endpoint", "\"http://ho st/\"", "endpoint" },
        { "endpoint", "\"postgresql://host:70000/db\"", "endpoint" },
        { "endpoint", "\"javascript:alert(1)\"", "endpoint" },
        { "endpoint", "\"just words\"", "endpoint" },
        { "endpoint", Text(2049, "http://h/"), "endpoint" },
        { "endpoint", "\"http://other:8001\"", "host" },
        { "endpoint", "\"http://cost-agent:9\"", "port" },
        { "host", "\"http://cost-agent\"", "host" },
        { "host", "\"a b\"", "host" },
        { "host", "\"-a\"", "host" },
        { "host", "\"a:b:c\"", "host" },
        { "host", "\"[::1\"", "host" },
        { "host", "\"fe80::1%eth0\"", "host" },
        { "host", "\"a:0\"", "host" },
        { "host", "\"a:65536\"", "host" },
        { "host", "\"cost-agent:9\"", "port" },
        { "host", Text(254), "host" },
        { "port", "0", "port" },
        { "port", "-1", "port" },
        { "port", "65536", "port" },
        { "port", "70000", "port" },
        { "port", "80.5", "port" },
        { "port", "\"80\"", "port" },
        { "version", Text(129), "version" },
        { "capabilities", "[\"a,b\"]", "capabilities[0]" },
        { "capabilities", "[\"a\",\"b@1\"]", "capabilities[1]" },
        { "capabilities", "[\"\"]", "capabilities[0]" },
        { "capabilities", "[1]", "capabilities[0]" },
        { "capabilities", "[{\"version\":\"1\"}]", "capabilities[0].name" },
        { "capabilities", "[{\"name\":\"x\",\"version\":1}]", "capabilities[0].version" },
        { "capabilities", "[{\"name\":\"x\",\"inputs\":\"s\"}]", "capabilities[0].inputs" },
        { "capabilities", "[{\"name\":\"x\",\"version\":\"1\"},{\"name\":\"x\",\"version\":\"1\"}]", "capabilities[1]" },
        { "capabilities", Array(257), "capabilities" },
        { "tags", Array(65), "tags" },
        { "tags", "[\"ok\",\"a,b\"]", "tags[1]" },
        { "tags", "[null]", "tags[0]" },
        { "environment", "\"prod,eu\"", "environment" },
        { "metadata", Keys(65), "metadata" },
        { "status", "\"unreachable\"", "status" },
        { "status", "\"Healthy\"", "status" },
        { "lifecycle", "\"inactive\"", "lifecycle" },
        { "lifecycle", "\"error\"", "lifecycle" },
        { "ttl_seconds", "0", "ttl_seconds" },
        { "ttl_seconds", "9.999", "ttl_seconds" },
        { "ttl_seconds", "604801", "ttl_seconds" },
        { "ttl_seconds", "-10", "ttl_seconds" },
        { "ttl_seconds", "1e999", "ttl_seconds" },
        { "health_check", "{\"kind\":\"ping\"}", "health_check.kind" },
        { "health_check", "{\"path\":\"health\"}", "health_check.path" },
        { "health_check", "{\"interval_seconds\":0.5}", "health_check.interval_seconds" },
        { "health_check", "{\"interval_seconds\":86401}", "health_check.interval_seconds" },
        { "health_check", "{\"timeout_seconds\":0}", "health_check.timeout_seconds" },
        { "health_check", "{\"timeout_seconds\":31}", "health_check.timeout_seconds" },
        { "health_check", "{\"timeout_seconds\":6,\"interval_seconds\":5}", "health_check.timeout_seconds" },
        { "health_check", "{\"failure_threshold\":0}", "health_check.failure_threshold" },
        { "health_check", "{\"success_threshold\":1001}", "health_check.success_threshold" },
        { "health_check", "{\"method\":\"DELETE\"}", "health_check.method" },
        { "health_check", "{\"expect_status\":600}", "health_check.expect_status" },
        { "health_check", "{\"gated\":\"maybe\"}", "health_check.gated" },
        { "health_check", "{\"headers\":[]}", "health_check.headers" },
        { "health_check", "{\"headers\":{\"a b\":\"x\"}}", "health_check.headers" },
        { "health_check", "{\"headers\":{\"\":\"x\"}}", "health_check.headers" },
        { "health_check", "{\"headers\":{\"A\":\"x\",\"a\":\"y\"}}", "health_check.headers" },
        { "health_check", "{\"headers\":{\"A\":1}}", "health_check.headers" },
        { "health_check", "{\"headers\":{\"A\":\"x\\r\\nB: y\"}}", "health_check.headers" },
        { "health_check", "{\"headers\":{\"A\":\"é\"}}", "health_check.headers" },
        { "health_check", "{\"headers\":{\"hOST\":\"x\"}}", "health_check.headers" },
        { "health_check", "{\"headers\":{\"Transfer-Encoding\":\"x\"}}", "health_check.headers" },
        { "health_check", "{\"headers\":" + Keys(33, "\"v\"") + "}", "health_check.headers" },
        { "health_check", "{\"headers\":{\"A\":" + Text(8192) + "}}", "health_check.headers" },
        { "priority", "\"urgent\"", "priority" },
        { "priority", "10", "priority" },
        { "priority", "-1", "priority" },
        { "priority", "1.5", "priority" },
        { "priority_group", "1.5", "priority_group" },
        { "priority_group", "3000000000", "priority_group" },
        { "strategy", "\"best\"", "strategy" },
        { "circuit_breaker", "{\"failure_threshold\":0}", "circuit_breaker.failure_threshold" },
        { "circuit_breaker", "{\"recovery_timeout\":-1}", "circuit_breaker.recovery_timeout" },
        { "circuit_breaker", "{\"success_threshold\":1000001}", "circuit_breaker.success_threshold" },
        { "circuit_breaker", "{\"timeout_duration\":0}", "circuit_breaker.timeout_duration" },
        { "hooks", "{\"pre_activation\":\"ftp://x/\"}", "hooks.pre_activation" },
        { "hooks", "{\"post_activation\":\"/relative\"}", "hooks.post_activation" },
        { "hooks", "{\"pre_deactivation\":\"https://u:p@x/\"}", "hooks.pre_deactivation" },
        { "hooks", "{\"pre_activation\":\"https://x/a?code=1\"}", "hooks.pre_activation" },
        { "health_check", "{\"path\":\"/h?token=1\"}", "health_check.path" },
        { "hooks", "{\"post_deactivation\":5}", "hooks.post_deactivation" },
        { "last_modified", "\"yesterday\"", "last_modified" },
        { "last_modified", "\"2026-11-21\"", "last_modified" },
        { "last_modified", "\"2026-11-21T10:30:00\"", "last_modified" },
        { "last_modified", "\"2026-13-21T10:30:00Z\"", "last_modified" },
        { "system_type", "\"mainframe\"", "system_type" },
        { "dependencies", "[\"a b\"]", "dependencies[0]" },
        { "trust", "\"x\"", "trust" },
        { "trust", "{}", "trust.token" },
        { "trust", "{\"token\":5}", "trust.token" },
        { "description", Text(32_000), "body" },
    };

    /// <summary>Member and value that are fine.</summary>
    public static TheoryData<string, string> Accepted { get; } = new()
    {
        { "name", Text(128) },
        { "name", "\"" + string.Concat(Enumerable.Repeat("😀", 128)) + "\"" },
        { "name", "\"Käse (2nd)\"" },
        { "type", "\"free text, with @\"" },
        { "id", "\"A.b_c:d@e-9\"" },
        { "id", "\"registers\"" },
        { "id", "null" },
        { "endpoint", "\"http://COST-agent:8001/x?y=z\"" },
        { "port", "8001.0" },
        { "host", "\"cost-agent:8001\"" },
        { "version", "\"\"" },
        { "version", "null" },
        { "description", "\"\"" },
        { "description", "\"tab\\tnew\\nline\"" },
        { "capabilities", "null" },
        { "capabilities", "[]" },
        { "capabilities", Array(256) },
        { "capabilities", "[\"a\",\"a\"]" },
        { "capabilities", "[{\"name\":\"x\",\"version\":\"1\",\"inputs\":[],\"unknown\":5},{\"name\":\"x\",\"version\":\"2\"}]" },
        { "tags", Array(64) },
        { "environment", "\"\"" },
        { "metadata", Keys(64) },
        { "status", "\"unknown\"" },
        { "lifecycle", "\"discovered\"" },
        { "ttl_seconds", "10" },
        { "ttl_seconds", "604800" },
        { "ttl_seconds", "1e1" },
        { "health_check", "{}" },
        { "health_check", "{\"kind\":\"none\",\"headers\":{}}" },
        { "health_check", "{\"kind\":\"tcp\",\"timeout_seconds\":0.1,\"interval_seconds\":1}" },
        { "health_check", "{\"kind\":\"a2a\",\"path\":\"/.well-known/agent.json?x=1\"}" },
        { "priority", "\"fallback\"" },
        { "priority", "8" },
        { "priority_group", "-4" },
        { "circuit_breaker", "{}" },
        { "hooks", "{\"pre_activation\":\"https://x.example:8443/a?v=1\"}" },
        { "hooks", "{}" },
        { "last_modified", "\"2026-11-21T10:30:00Z\"" },
        { "last_modified", "\"2026-11-21T10:30:00.123456-08:00\"" },
        { "dependencies", "[]" },
        { "dependencies", "null" },
        { "trust", "null" },
        { "owner", "{\"answer\":\"only\"}" },
        { "registered_at", "5" },
        { "last_seen", "[]" },
        { "never_heard_of", "{\"a\":1}" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void TryRead_OfABadMember_NamesItAndNeverItsValue(string member, string value, string field)
    {
        var errors = Read.Bad(Read.With((member, value)));

        Assert.Equal([field], errors.ByField.Keys);
        var text = Read.Text(errors);
        Assert.DoesNotContain("alert", text, StringComparison.Ordinal);
        Assert.DoesNotContain("xxxxxxxx", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void TryRead_OfAGoodMember_Succeeds(string member, string value) => Read.Good(Read.With((member, value)));

    [Fact]
    public void CapabilityDetails_MoreThanCapabilitiesMayBe_AreRefusedUnread()
    {
        var details = string.Join(',', Enumerable.Range(0, 257).Select(static _ => "7"));

        var errors = Read.Bad(Read.With(("capabilities", "[\"a\"]"), ("capability_details", $"[{details}]")));

        Assert.Equal("capability_details: must be at most 256", Read.Text(errors));
    }

    [Fact]
    public void TryRead_OfManyMistakes_ReportsThemAllAtOnce()
    {
        const string Body = """
            {"name":5,"kind":"robot","host":"a b","port":70000,"tags":["a,b",7],"ttl_seconds":1,"status":"great","metadata":[],
             "capabilities":[{"name":"c@1"}],"health_check":{"path":"x","timeout_seconds":-1},"priority":11,"hooks":{"pre_activation":"x"},"id":"batch"}
            """;

        var errors = Read.Bad(Body);

        string[] expected =
        [
            "capabilities[0].name", "health_check.path", "health_check.timeout_seconds", "hooks.pre_activation", "host", "id", "kind", "metadata", "name",
            "port", "priority", "status", "tags[0]", "tags[1]", "ttl_seconds", "type",
        ];
        Assert.Equal(expected, errors.ByField.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TryRead_OfTheFullSample_ReadsEveryMember()
    {
        var registration = Read.Registration(AgentSamples.Full);
        var silent = new Registration { Name = "", Type = "" };

        foreach (var property in typeof(Registration).GetProperties().Where(property => property.Name is not nameof(Registration.Kind)))
        {
            Assert.NotEqual(property.GetValue(silent), property.GetValue(registration));
        }

        Assert.Equal("ai.example.com", registration.Host);
        Assert.Equal(443, registration.Port);
        Assert.Equal(10_500, registration.TtlMs);
        Assert.Equal("HEAD", registration.HealthCheck!.Method);
        Assert.True(registration.HealthCheck.GatedIsFailure);
        Assert.Equal(["plain", "analysis", "analysis", "bare-object"], registration.Capabilities.Select(capability => capability.Name));
        Assert.Equal([false, true, true, true], registration.Capabilities.Select(capability => capability.Detailed));
        Assert.Equal("""{"n":1.0,"deep":{"x":[null,true]}}""", Read.Text(registration.Metadata));
    }

    [Theory]
    [InlineData("agent", 60_000L, HealthStatus.Healthy, null)]
    [InlineData("service", 300_000L, HealthStatus.Unknown, HealthCheckKind.Http)]
    [InlineData("component", null, HealthStatus.Healthy, null)]
    [InlineData("provider", null, HealthStatus.Healthy, null)]
    [InlineData("system", null, HealthStatus.Unknown, HealthCheckKind.Tcp)]
    public void TryRead_OfASilentRegistration_HasItsKindsDefaults(string kind, long? ttlMs, HealthStatus status, HealthCheckKind? check)
    {
        var registration = Read.Registration(Read.With(("kind", $"\"{kind}\"")));

        Assert.Equal(ttlMs, registration.TtlMs);
        Assert.Equal(status, registration.Status);
        Assert.Equal(check, registration.HealthCheck?.Kind);
        Assert.Null(registration.Lifecycle);
    }

    [Theory]
    [InlineData("agent", Lifecycle.Active)]
    [InlineData("service", Lifecycle.Active)]
    [InlineData("component", Lifecycle.Registered)]
    [InlineData("system", Lifecycle.Active)]
    [InlineData("provider", Lifecycle.Active)]
    public void FirstLifecycle_OfAKind_IsTheTables(string kind, Lifecycle expected)
    {
        Assert.True(AgentWords.Kind.TryParse(kind, out var parsed));
        Assert.Equal(expected, KindDefaults.FirstLifecycle(parsed));
    }

    [Theory]
    [InlineData("agent", true)]
    [InlineData("service", true)]
    [InlineData("system", true)]
    [InlineData("component", false)]
    [InlineData("provider", false)]
    public void TryRead_WithoutEndpointAndHost_DependsOnTheKind(string kind, bool required)
    {
        var body = $$"""{"name":"n","type":"t","kind":"{{kind}}"}""";
        if (required)
        {
            Assert.Equal(["endpoint"], Read.Bad(body).ByField.Keys);
        }
        else
        {
            Assert.Null(Read.Registration(body).Endpoint);
        }
    }

    [Theory]
    [InlineData("""{"name":"n","type":"t","host":"h"}""", "port")]
    [InlineData("""{"name":"n","type":"t","port":5}""", "host")]
    [InlineData("""{"name":"n","type":"t","kind":"component","port":5}""", "host")]
    public void TryRead_WithHalfAnAddress_AsksForTheOtherHalf(string body, string field) => Assert.Equal([field], Read.Bad(body).ByField.Keys);

    [Theory]
    [InlineData("\"id\":\"other\"", "id")]
    [InlineData("\"id\":\"svc\"", null)]
    [InlineData("\"version\":\"1\"", null)]
    public void TryRead_OfAService_TakesItsNameForId(string member, string? field)
    {
        var body = $$"""{"name":"svc","type":"t","kind":"service","endpoint":"https://svc",{{member}}}""";
        if (field is null)
        {
            Assert.Equal("svc", Read.Good(body).Id);
        }
        else
        {
            Assert.Equal([field], Read.Bad(body).ByField.Keys);
        }
    }

    [Fact]
    public void TryRead_OfAServiceWhoseNameIsNoId_NamesTheName() =>
        Assert.Equal(["name"], Read.Bad("""{"name":"my svc","type":"t","kind":"service","endpoint":"https://svc"}""").ByField.Keys);

    [Fact]
    public void TryRead_WithAnIdInThePath_WantsTheSameInTheBody()
    {
        Assert.Equal("a", Read.Good(Read.Minimal, "a").Id);
        Assert.Equal("a", Read.Good(Read.With(("id", "\"a\"")), "a").Id);
        Assert.Equal(["id"], Read.Bad(Read.With(("id", "\"b\"")), "a").ByField.Keys);
        Assert.Equal(["id"], Read.Bad(Read.Minimal, "register").ByField.Keys);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"headers":null}""", "")]
    [InlineData("""{"headers":{}}""", "")]
    [InlineData("""{"headers":{"X-Key":"s3cr3t", "Accept":"*/*"}}""", """{"X-Key":"s3cr3t","Accept":"*/*"}""")]
    [InlineData("null", "")]
    public void TryRead_OfProbeHeaders_KeepsThemApart(string check, string? secrets)
    {
        var input = Read.Good(Read.With(("health_check", check)));

        Assert.Equal(secrets, input.Secrets);
        Assert.DoesNotContain("s3cr3t", AgentDocumentTests.Answer(Read.Agent(Read.With(("health_check", check)))), StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_SaysWhatWasGiven()
    {
        Assert.Equal(RegistrationMembers.None, Read.Good(Read.With(("status", "\"unknown\""), ("kind", "null"))).Given);
        var all = Read.With(("kind", "\"agent\""), ("status", "\"degraded\""), ("ttl_seconds", "null"), ("health_check", "{}"));
        Assert.Equal(RegistrationMembers.All, Read.Good(all).Given);
    }

    [Fact]
    public void TryRead_WithServiceTtlSetting_UsesIt()
    {
        var body = Read.Json(Read.With(("kind", "\"service\"")));
        Assert.True(RegistrationReader.TryRead(body, null, new RegistrationDefaults { ServiceTtlSeconds = 12.5 }, new FieldErrors(), out var input));
        Assert.Equal(12_500, input.Registration.TtlMs);
    }

    private static string Text(int length, string start = "") => "\"" + start + new string('x', length - start.Length) + "\"";

    private static string Array(int length) => "[" + string.Join(",", Enumerable.Range(0, length).Select(i => $"\"n{i}\"")) + "]";

    private static string Keys(int count, string value = "1") => "{" + string.Join(",", Enumerable.Range(0, count).Select(i => $"\"k{i}\":{value}")) + "}";
}
