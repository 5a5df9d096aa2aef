using System.Text;
using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Agents.Merging;
using Registry.Core.Agents.Reading;

namespace Registry.Core.Tests.Agents;

public sealed class HostileInputTests
{
    private static readonly string[] JsonTypes = ["\"text\"", "5", "true", "false", "{}", "[]", "{\"a\":[]}", "[[]]", "[{}]"];

    private static readonly (string Member, string Types)[] Right =
    [
        ("name", "s"), ("type", "s"), ("endpoint", "s"), ("host", "s"), ("port", "n"), ("id", "s"), ("kind", "s"), ("version", "s"),
        ("description", "s"), ("capabilities", "a"), ("tags", "a"), ("environment", "s"), ("metadata", "o"), ("status", "s"),
        ("lifecycle", "s"), ("ttl_seconds", "n"), ("health_check", "o"), ("priority", "sn"), ("priority_group", "n"), ("strategy", "s"),
        ("handler", "s"), ("circuit_breaker", "o"), ("dependencies", "a"), ("hooks", "o"), ("path", "s"), ("module_name", "s"),
        ("last_modified", "s"), ("system_type", "s"), ("health_check.kind", "s"), ("health_check.path", "s"), ("health_check.interval_seconds", "n"),
        ("health_check.timeout_seconds", "n"), ("health_check.failure_threshold", "n"), ("health_check.success_threshold", "n"),
        ("health_check.method", "s"), ("health_check.expect_status", "n"), ("health_check.headers", "o"), ("health_check.gated", "s"),
        ("circuit_breaker.failure_threshold", "n"), ("circuit_breaker.recovery_timeout", "n"), ("circuit_breaker.success_threshold", "n"),
        ("circuit_breaker.timeout_duration", "n"), ("hooks.pre_activation", "s"), ("hooks.post_activation", "s"), ("hooks.pre_deactivation", "s"),
        ("hooks.post_deactivation", "s"),
    ];

    public static TheoryData<string, string> WrongTypes()
    {
        var data = new TheoryData<string, string>();
        foreach (var (member, right) in Right)
        {
            foreach (var value in JsonTypes.Where(value => !right.Contains(TypeOf(value), StringComparison.Ordinal)))
            {
                data.Add(member, value);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(WrongTypes))]
    public void TryRead_OfAWrongType_NamesTheMemberAndWhatIsExpected(string member, string value)
    {
        var errors = Read.Bad(Body(member, value));

        var messages = Assert.Contains(member, errors.ByField);
        Assert.All(messages, message => Assert.StartsWith("must be", message, StringComparison.Ordinal));
        Assert.Single(errors.ByField);
    }

    [Theory]
    [MemberData(nameof(WrongTypes))]
    public void TryApply_OfAWrongType_NamesTheMember(string member, string value)
    {
        var errors = new FieldErrors();
        var patch = Read.Without(Body(member, value), [.. Read.Json(Read.Minimal).EnumerateObject().Select(m => m.Name).Where(name => name != member)]);

        Assert.False(MergePatch.TryApply(Read.Agent(Read.Minimal), Read.Json(patch), errors, RegistrationDefaults.Standard, out _));
        Assert.Contains(member, errors.ByField);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"{}\"")]
    public void TryRead_OfNoObject_SaysSo(string body) => Assert.Equal(["body"], Read.Bad(body).ByField.Keys);

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\\udc00b\"")]
    [InlineData("\"\\ud800\\ud800\"")]
    [InlineData("\"\\ud800x\"")]
    [InlineData("\"\\\\\\ud83d\"")]
    [InlineData("\"\\u0000\"")]
    [InlineData("\"ok\\u0000\"")]
    public void TryRead_OfTextThatIsNoText_IsRefusedWhereverItStands(string text)
    {
        foreach (var member in new[] { "name", "description", "handler", "unknown_member" })
        {
            Assert.Equal([member], Read.Bad(Read.With((member, text))).ByField.Keys);
        }

        Assert.Equal(["metadata"], Read.Bad(Read.With(("metadata", $$"""{"a":[{"b":{{text}} }]}"""))).ByField.Keys);
        Assert.Equal(["metadata"], Read.Bad(Read.With(("metadata", $$"""{"a":{ {{text}}:1} }"""))).ByField.Keys);
        Assert.Equal(["body"], Read.Bad(Read.Minimal[..^1] + "," + text + ":1}").ByField.Keys);
    }

    [Theory]
    [InlineData("\"\\ud83d\\ude00\"")]
    [InlineData("\"\\\\ud800\"")]
    [InlineData("\"\\u00e9\\n\"")]
    public void TryRead_OfEscapedText_Decodes(string text) => Assert.NotNull(Read.Registration(Read.With(("description", text))).Description);

    [Fact]
    public void TryRead_OfInvalidUtf8_IsRefused()
    {
        var bytes = Encoding.Latin1.GetBytes(Read.With(("description", "\"\u00e9\"")));
        using var document = JsonDocument.Parse(bytes);
        var errors = new FieldErrors();

        Assert.False(RegistrationReader.TryRead(document.RootElement, null, RegistrationDefaults.Standard, errors, out _));
        Assert.Equal(["description"], errors.ByField.Keys);
    }

    [Theory]
    [InlineData(13, true)]
    [InlineData(14, true)]
    [InlineData(15, false)]
    [InlineData(60, false)]
    public void TryRead_OfNestedMetadata_IsBounded(int levelsInside, bool fine)
    {
        var body = Read.With(("metadata", "{\"a\":" + new string('[', levelsInside) + new string(']', levelsInside) + "}"));
        if (fine)
        {
            Read.Good(body);
        }
        else
        {
            Assert.Equal(["metadata"], Read.Bad(body).ByField.Keys);
        }
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{\"x\":[{\"a\":1,\"b\":2,\"a\":3}]}")]
    public void TryRead_OfADuplicatedMember_IsRefused(string metadata) =>
        Assert.Equal(["metadata"], Read.Bad(Read.With(("metadata", metadata))).ByField.Keys);

    [Fact]
    public void TryRead_OfADuplicatedTopMember_IsRefused() =>
        Assert.Contains("name", Read.Bad("""{"name":"a",""" + Read.Minimal[1..]).ByField.Keys);

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("[1,2e400]")]
    [InlineData("0e99999999999999999999")]
    [InlineData("1e-99999999999999999999")]
    public void TryRead_OfANumberOutOfRange_IsRefused(string number) =>
        Assert.Equal(["metadata"], Read.Bad(Read.With(("metadata", $$"""{"n":{{number}} }"""))).ByField.Keys);

    [Fact]
    public void TryRead_OfThousandsOfMistakes_AnswersWithABoundedNumber()
    {
        var capabilities = "[" + string.Join(",", Enumerable.Repeat("{\"name\":\"\",\"version\":7}", 256)) + "]";
        var body = Read.With(("capabilities", capabilities), ("tags", "[" + string.Join(",", Enumerable.Repeat("1", 64)) + "]"));
        Assert.Equal(100, Read.Bad(body).ByField.Count);
    }

    private static string Body(string member, string value)
    {
        var dot = member.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? Read.With((member, value)) : Read.With((member[..dot], $$"""{"{{member[(dot + 1)..]}}":{{value}} }"""));
    }

    private static string TypeOf(string value) => value[0] switch
    {
        '"' => "s",
        '5' => "n",
        '{' => "o",
        '[' => "a",
        _ => "b",
    };
}
