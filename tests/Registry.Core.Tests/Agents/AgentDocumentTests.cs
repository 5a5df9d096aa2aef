using System.Buffers;
using System.Text;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Core.Health;

namespace Registry.Core.Tests.Agents;

public sealed class AgentDocumentTests
{
    public static TheoryData<string> Samples { get; } = [.. AgentSamples.All()];

    [Theory]
    [MemberData(nameof(Samples))]
    public void FromStored_OfToStored_GivesTheSameAgent(string json)
    {
        var agent = Read.Agent(json) with
        {
            LapseMark = 40,
            Reported = HealthStatus.Maintenance,
            ProbeStatus = HealthStatus.Degraded,
            SecretsSeq = 41,
            Maintenance = new("new \"disk\"", 1_795_257_000_007),
            RequestDigest = "d1g",
            VersionSeq = 39,
            VersionAt = 1_795_257_000_006,
            VersionBy = "ops",
            Lifecycle = Lifecycle.Error,
        };
        var stored = AgentDocument.ToStored(agent);

        var read = AgentDocument.FromStored(stored, agent.Slot, agent.Epoch, agent.Revision, agent.Seen);

        Assert.True(AgentDocument.AreEqual(agent.Registration, read.Registration));
        Assert.Equal(agent with { Registration = read.Registration }, read);
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(AgentDocument.ToStored(read)));
        AssertSame(agent.Registration, read.Registration);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Answer_PutBack_GivesTheSameRegistration(string json)
    {
        var agent = Read.Agent(json, Read.Good(json).Id ?? "a-1");

        var again = Read.Good(Answer(agent), routeId: agent.Id);

        AssertSame(agent.Registration with { Lifecycle = agent.Lifecycle }, again.Registration);
        Assert.Null(again.Secrets);
    }

    [Fact]
    public void FromStored_WithUnknownMembersAndNulls_IgnoresThem()
    {
        const string Stored = """{"future":{"a":[1]},"id":"x","name":"n","type":"t","owner":null,"kind":"robot","state":"active","health_check":{"kind":"quic","zzz":[{}]}}""";

        var agent = AgentDocument.FromStored(Encoding.UTF8.GetBytes(Stored), 1, 2, 3, 4);

        Assert.Equal("x", agent.Id);
        Assert.Null(agent.Owner);
        Assert.Equal(AgentKind.Agent, agent.Registration.Kind);
        Assert.Equal(HealthCheckKind.None, agent.Registration.HealthCheck!.Kind);
        Assert.Equal(AgentWords.NormalPriority, agent.Registration.Priority);
        Assert.Equal((1, 2L, 3L, 4L), (agent.Slot, agent.Epoch, agent.Revision, agent.Seen));
    }

    [Fact]
    public void FromStored_OfAgentsAlike_SharesTheirStrings()
    {
        var stored = AgentDocument.ToStored(Read.Agent(AgentSamples.Full));
        var one = AgentDocument.FromStored(stored, 0, 1, 1, 0).Registration;
        var two = AgentDocument.FromStored(stored, 0, 1, 1, 0).Registration;

        Assert.Same(one.Type, two.Type);
        Assert.Same(one.Environment, two.Environment);
        Assert.Same(one.Tags[1], two.Tags[1]);
        Assert.Same(one.Capabilities[0], two.Capabilities[0]);
    }

    [Fact]
    public void Share_BeyondTheBound_TakesInNoMore()
    {
        var pool = new StringPool(maxEntries: 1);

        Assert.Same(pool.Share("a"), pool.Share("a"));
        Assert.NotSame(pool.Share("b"), pool.Share("b"));
        Assert.Equal("b", pool.Share("b"));
    }

    [Fact]
    public void WriteAnswer_OfMinimalAgent_HasEveryMemberThatIsAlwaysThere()
    {
        const string Expected = """
            {"id":"a-1","name":"cost-agent-1","type":"cost","kind":"agent","capabilities":[],"status":"healthy","lifecycle":"active","tags":[],"metadata":{},
            "registered_at":"2023-11-14T22:13:20.123Z","updated_at":"2023-11-14T22:13:21.456Z","endpoint":"http://cost-agent:8001","host":"cost-agent",
            "port":8001,"ttl_seconds":60,"owner":"team","revision":42,"last_seen":"2026-11-21T10:30:00.007Z"}
            """;

        Assert.Equal(Expected.Replace("\n", "", StringComparison.Ordinal), Answer(Read.Agent(Read.Minimal), 1_795_257_000_007));
    }

    [Fact]
    public void WriteAnswer_OfDetailedCapabilities_HasNamesOnceAndDetailsApart()
    {
        var answer = Read.Json(Answer(Read.Agent(AgentSamples.Full)));

        Assert.Equal("""["plain","analysis","bare-object"]""", answer.GetProperty("capabilities").GetRawText());
        Assert.Equal(3, answer.GetProperty("capability_details").GetArrayLength());
        Assert.Equal("high", answer.GetProperty("priority").GetString());
        Assert.Equal("10.5", answer.GetProperty("ttl_seconds").GetRawText());
    }

    [Fact]
    public void WriteAnswer_OfAgentThatNeverExpires_SaysNull() =>
        Assert.Contains("\"ttl_seconds\":null", Answer(Read.Agent(Read.With(("ttl_seconds", "null")))), StringComparison.Ordinal);

    [Fact]
    public void Prefix_OfACopy_IsRenderedAnew()
    {
        var agent = Read.Agent(Read.Minimal);
        var first = AgentRendering.Prefix(agent);
        var copy = agent with { Revision = 43 };

        Assert.True(first.Equals(AgentRendering.Prefix(agent)));
        Assert.Contains("\"revision\":43", Answer(copy), StringComparison.Ordinal);
        Assert.Contains("\"revision\":42", Answer(agent), StringComparison.Ordinal);
        Assert.Equal(agent, copy with { Revision = 42 });
    }

    [Theory]
    [InlineData("", """{"id":"a-1"}""")]
    [InlineData("name,revision,nonsense", """{"id":"a-1","name":"cost-agent-1","revision":42}""")]
    [InlineData("last_seen,metadata,tags", """{"id":"a-1","tags":[],"metadata":{},"last_seen":"1970-01-01T00:00:00.000Z"}""")]
    public void WriteSparse_WithFields_HasThoseAndTheId(string fields, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        AgentRendering.WriteSparse(output, Read.Agent(Read.Minimal), 0, fields.Split(',').ToHashSet());
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    internal static string Answer(Agent agent, long lastSeen = 0)
    {
        var output = new ArrayBufferWriter<byte>();
        AgentRendering.WriteAnswer(output, agent, lastSeen);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Member by member, by reflection: a member that a serializer forgets fails here.</summary>
    private static void AssertSame(Registration expected, Registration actual)
    {
        foreach (var property in typeof(Registration).GetProperties())
        {
            Assert.Equal(Comparable(property.GetValue(expected)), Comparable(property.GetValue(actual)));
        }
    }

    private static object? Comparable(object? value) => value switch
    {
        RawJson raw => Read.Text(raw),
        IReadOnlyList<Capability> capabilities => string.Join(
            "\n", capabilities.Select(c => $"{c.Name}|{c.Version}|{c.Description}|{c.Detailed}|{Comparable(c.Inputs)}|{Comparable(c.Outputs)}")),
        IReadOnlyList<string> strings => string.Join("\n", strings),
        _ => value,
    };
}
