using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Core.Agents.Merging;
using Registry.Core.Health;

namespace Registry.Core.Tests.Agents;

public sealed class MergePatchTests
{
    private const string Web = """{"name":"n","type":"t","endpoint":"https://u:p@old.example:8443/api?x=1"}""";
    private const string Cluster = """{"name":"n","type":"t","endpoint":"mongodb://a:1,b:2/db"}""";
    private const string Pairs = """{"name":"n","type":"t","endpoint":"Server=tcp:db.example,1433;Database=x"}""";
    private const string Nowhere = """{"name":"n","type":"t","endpoint":"arn:aws:sqs:eu-west-1:123:q","host":"h","port":5}""";

    // RFC 7396, appendix A.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [InlineData("""{"a":"foo"}""", """null""", """null""")]
    [InlineData("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""[1,2]""", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Apply_OfTheStandardsExamples_GivesItsResults(string target, string patch, string result)
    {
        Assert.Equal(result, Read.Text(JsonMerge.Apply(Read.Json(target), Read.Json(patch))));

        // The same, as metadata of an agent, where a whole object is patched by an object.
        if (target[0] == '{' && patch[0] == '{')
        {
            var patched = Patch(Read.With(("metadata", target)), $$"""{"metadata":{{patch}} }""");
            Assert.Equal(result, Read.Text(patched.Registration.Metadata));
        }
    }

    [Theory]
    [MemberData(nameof(AgentDocumentTests.Samples), MemberType = typeof(AgentDocumentTests))]
    public void TryApply_OfNothing_ChangesNothing(string json)
    {
        var agent = Read.Agent(json, Read.Good(json).Id ?? "a-1") with { Reported = HealthStatus.Unhealthy };

        var patched = Replacement.Patched(agent, Apply(agent, "{}"));

        Assert.True(AgentDocument.AreEqual(agent.Registration, patched.Registration));
        Assert.Equal(HealthStatus.Unhealthy, patched.Reported);
    }

    [Theory]
    [MemberData(nameof(AgentDocumentTests.Samples), MemberType = typeof(AgentDocumentTests))]
    public void TryApply_OfItsOwnAnswer_ChangesNothing(string json)
    {
        var agent = Read.Agent(json, Read.Good(json).Id ?? "a-1");

        var patched = Replacement.Patched(agent, Apply(agent, AgentDocumentTests.Answer(agent)));

        Assert.True(AgentDocument.AreEqual(agent.Registration, patched.Registration));
    }

    [Theory]
    [InlineData("""{"ttl_seconds":null}""", null)]
    [InlineData("""{"ttl_seconds":20}""", 20_000L)]
    [InlineData("""{"version":"2"}""", 60_000L)]
    public void TryApply_OfTtl_TakesNullForNever(string patch, long? ttlMs) => Assert.Equal(ttlMs, Patch(Read.Minimal, patch).Registration.TtlMs);

    [Fact]
    public void TryApply_OfNulls_BringsDefaultsBack()
    {
        var patched = Patch(
            AgentSamples.Full,
            """{"version":null,"tags":null,"metadata":null,"capabilities":null,"priority":null,"strategy":null,"hooks":null,"health_check":null}""");

        var registration = patched.Registration;
        Assert.Null(registration.Version);
        Assert.Empty(registration.Tags);
        Assert.Equal("{}", Read.Text(registration.Metadata));
        Assert.Empty(registration.Capabilities);
        Assert.Equal(AgentWords.NormalPriority, registration.Priority);
        Assert.Equal(ResolutionStrategy.Fallback, registration.Strategy);
        Assert.Null(registration.Hooks);
        Assert.Null(registration.HealthCheck);
        Assert.Equal("text-processor", registration.Name);
    }

    [Theory]
    [InlineData(Web, """{"endpoint":"http://new.example/x"}""", "http://new.example/x", "new.example", 80)]
    [InlineData(Web, """{"endpoint":"http://new.example:9","port":9}""", "http://new.example:9", "new.example", 9)]
    [InlineData(Web, """{"port":9443}""", "https://u:***@old.example:9443/api?x=1", "old.example", 9443)]
    [InlineData(Web, """{"host":"new.example"}""", "https://u:***@new.example:8443/api?x=1", "new.example", 8443)]
    [InlineData(Web, """{"host":"new.example:9"}""", "https://u:***@new.example:9/api?x=1", "new.example", 9)]
    [InlineData(Web, """{"host":"::1","port":9}""", "https://u:***@[::1]:9/api?x=1", "::1", 9)]
    [InlineData(Web, """{"host":null,"port":null}""", "https://u:***@old.example:8443/api?x=1", "old.example", 8443)]
    [InlineData(Web, """{"endpoint":null}""", "http://old.example:8443", "old.example", 8443)]
    [InlineData(Web, """{"endpoint":null,"host":"h:7"}""", "http://h:7", "h", 7)]
    [InlineData(Web, """{"endpoint":"urn:x:y"}""", "urn:x:y", null, 0)]
    [InlineData(Read.Minimal, """{"port":9}""", "http://cost-agent:9", "cost-agent", 9)]
    [InlineData(Read.Minimal, """{"host":"h:9"}""", "http://h:9", "h", 9)]
    [InlineData(Nowhere, """{"host":"i"}""", "arn:aws:sqs:eu-west-1:123:q", "i", 5)]
    [InlineData(Nowhere, """{"host":"i:6"}""", "arn:aws:sqs:eu-west-1:123:q", "i", 6)]
    public void TryApply_OfAnAddress_DerivesTheRestAnew(string json, string patch, string? endpoint, string? host, int port)
    {
        var registration = Patch(json, patch).Registration;

        Assert.Equal((endpoint, host, port), (registration.Endpoint, registration.Host, registration.Port));
    }

    [Theory]
    [InlineData("""{"id":"other"}""", "id")]
    [InlineData("""{"id":null}""", "id")]
    [InlineData("""{"kind":"service"}""", "kind")]
    [InlineData("""{"kind":null}""", "kind")]
    [InlineData("""{"lifecycle":"inactive"}""", "lifecycle")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"type":null}""", "type")]
    [InlineData("""{"endpoint":null,"host":null,"port":null}""", "endpoint")]
    [InlineData("""{"host":"x y"}""", "host")]
    [InlineData("""{"host":"h:1","port":2}""", "port")]
    [InlineData("""{"status":"unreachable"}""", "status")]
    [InlineData("""{"health_check":{"headers":{"A":null}}}""", "health_check.headers")]
    [InlineData("""{"metadata":{"a":"\ud800"}}""", "metadata")]
    [InlineData("""{"metadata":{"a":{"b":1,"b":2}}}""", "metadata")]
    [InlineData("[]", "body")]
    public void TryApply_OfAMistake_NamesIt(string patch, string field) => Assert.Equal([field], Refused(Read.Minimal, patch).ByField.Keys);

    [Theory]
    [InlineData(Cluster, """{"port":9}""", "port")]
    [InlineData(Pairs, """{"host":"other"}""", "host")]
    public void TryApply_OfAnAddressThatTheEndpointCannotTake_IsRefused(string json, string patch, string field) =>
        Assert.Equal([field], Refused(json, patch).ByField.Keys);

    [Fact]
    public void TryApply_OfManyMistakes_ReportsThemAllAtOnce() =>
        Assert.Equal(["id", "kind", "lifecycle", "port", "tags"], Refused(Read.Minimal, """{"id":"x","kind":"robot","lifecycle":"error","port":0,"tags":5}""")
            .ByField.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void TryApply_OfWhatIsThere_IsFine()
    {
        var patched = Patch(Read.Minimal, """{"id":"a-1","kind":"agent","lifecycle":"active","owner":"thief","revision":1,"version":"3"}""");

        Assert.Equal("3", patched.Registration.Version);
        Assert.Equal("team", patched.Owner);
        Assert.Null(patched.Registration.Lifecycle);
    }

    [Theory]
    [InlineData("""{"version":"2"}""", null)]
    [InlineData("""{"health_check":{"path":"/x"}}""", null)]
    [InlineData("""{"health_check":{"headers":{"A":"b"}}}""", """{"A":"b"}""")]
    [InlineData("""{"health_check":{"headers":null}}""", "")]
    [InlineData("""{"health_check":null}""", "")]
    public void TryApply_OfProbeHeaders_ReplacesAllOrNone(string patch, string? secrets) =>
        Assert.Equal(secrets, Apply(Read.Agent(Read.Minimal), patch).Secrets);

    [Fact]
    public void TryApply_OfAHealthCheckMember_KeepsTheOthers()
    {
        var check = Patch(AgentSamples.Full, """{"health_check":{"path":"/new","method":null}}""").Registration.HealthCheck!;

        Assert.Equal("/new", check.Path);
        Assert.Null(check.Method);
        Assert.Equal(204, check.ExpectStatus);
    }

    [Fact]
    public void TryApply_OfDetailsWithoutNames_IgnoresThem()
    {
        var patched = Patch(AgentSamples.Full, """{"capability_details":[{"name":"analysis","version":"9"}]}""");

        Assert.Equal(["2.0.0", "1.0.0"], patched.Registration.Capabilities.Where(capability => capability.Name == "analysis").Select(capability => capability.Version));
    }

    [Fact]
    public void Patched_WithAStatus_SetsWhatIsReported() =>
        Assert.Equal(HealthStatus.Degraded, Patch(Read.Minimal, """{"status":"degraded"}""").Reported);

    private static Agent Patch(string json, string patch)
    {
        var agent = Read.Agent(json);
        return Replacement.Patched(agent, Apply(agent, patch));
    }

    private static RegistrationInput Apply(Agent agent, string patch)
    {
        var errors = new FieldErrors();
        Assert.True(MergePatch.TryApply(agent, Read.Json(patch), errors, RegistrationDefaults.Standard, out var input), Read.Text(errors));
        return input;
    }

    private static FieldErrors Refused(string json, string patch)
    {
        var errors = new FieldErrors();
        Assert.False(MergePatch.TryApply(Read.Agent(json), Read.Json(patch), errors, RegistrationDefaults.Standard, out var input));
        Assert.Null(input);
        return errors;
    }
}
