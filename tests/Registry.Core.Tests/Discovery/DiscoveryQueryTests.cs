using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;

namespace Registry.Core.Tests.Discovery;

public sealed class DiscoveryQueryTests
{
    [Fact]
    public void Parse_Nothing_IsEveryAgentById()
    {
        var query = Parse([])!;
        Assert.Equal(DiscoveryQuery.MaxLimit, query.Limit);
        Assert.Equal(new DiscoverySort(SortKey.Id, false), query.Sort);
        Assert.Null(query.Fields);
        Assert.True(query.Matches(new RandomAgents(new Random(1)).Next("a")));
    }

    [Fact]
    public void Parse_Everything_IsRead()
    {
        var query = Parse(
        [
            ("type", "llm"), ("kind", "service"), ("capability", "chat@^1.2,search"), ("capability", "embed"), ("any_capability", "a, b@1.x"),
            ("tag", "gpu,eu"), ("tag", "gpu"), ("status", "unreachable"), ("status", "degraded"), ("healthy", "false"), ("environment", "prod"),
            ("version", ">=1 <3"), ("name", "^a"), ("handler", "*"), ("lifecycle", "active"), ("system_type", "ldap"), ("owner", "me"),
            ("q", " one  Two one "), ("sort", "-last_seen"), ("fields", "id,name"), ("limit", "7"), ("unknown", "x"),
        ])!;
        Assert.Equal("llm", query.Type);
        Assert.Equal(AgentKind.Service, query.Kind);
        Assert.Equal(["chat ^1.2", "search ", "embed "], query.Capabilities.Select(filter => $"{filter.Name} {filter.Version?.Text}"));
        Assert.Equal(["a ", "b 1.x"], query.AnyCapability.Select(filter => $"{filter.Name} {filter.Version?.Text}"));
        Assert.Equal(["gpu", "eu"], query.Tags);
        Assert.Equal([HealthStatus.Unreachable, HealthStatus.Degraded], query.Statuses);
        Assert.False(query.Healthy);
        Assert.Equal(("prod", "*", "ldap", "me"), (query.Environment, query.Handler, query.SystemType, query.Owner));
        Assert.Equal(">=1 <3", query.Version!.Text);
        Assert.Equal("^a", query.Name!.Pattern);
        Assert.Equal(Lifecycle.Active, query.Lifecycle);
        Assert.Equal(["one", "Two"], query.Words);
        Assert.Equal(new DiscoverySort(SortKey.LastSeen, true), query.Sort);
        Assert.True(query.Fields!.SetEquals(["id", "name"]));
        Assert.Equal(7, query.Limit);
    }

    [Theory]
    [InlineData("kind", "robot")]
    [InlineData("kind", "Agent")]
    [InlineData("kind", "0")]
    [InlineData("status", "ok")]
    [InlineData("status", "healthy,")]
    [InlineData("status", ",")]
    [InlineData("healthy", "yes")]
    [InlineData("healthy", "True")]
    [InlineData("lifecycle", "dead")]
    [InlineData("system_type", "abacus")]
    [InlineData("version", ">=")]
    [InlineData("version", "^x.y")]
    [InlineData("capability", "@1")]
    [InlineData("capability", "chat@")]
    [InlineData("capability", "chat@>=banana")]
    [InlineData("any_capability", "a,,b")]
    [InlineData("tag", " ")]
    [InlineData("type", "")]
    [InlineData("environment", "")]
    [InlineData("name", "[")]
    [InlineData("name", "(?=a)")]
    [InlineData("name", "(a{1000}){1000}")]
    [InlineData("q", "   ")]
    [InlineData("sort", "colour")]
    [InlineData("sort", "-")]
    [InlineData("sort", "--name")]
    [InlineData("sort", "Name")]
    [InlineData("fields", "id,secret")]
    [InlineData("limit", "0")]
    [InlineData("limit", "1001")]
    [InlineData("limit", "-1")]
    [InlineData("limit", "1.5")]
    [InlineData("limit", " 5")]
    [InlineData("limit", "99999999999999999999")]
    [InlineData("limit", "ten")]
    [InlineData("cursor", "")]
    [InlineData("cursor", "banana")]
    [InlineData("index.author", "")]
    [InlineData("index.", "x")]
    [InlineData("index.a.b", "x")]
    public void Parse_BadValue_IsRefusedUnderItsName(string name, string value) => Assert.Equal([name], Errors([(name, value)]));

    [Theory]
    [InlineData("type")]
    [InlineData("kind")]
    [InlineData("healthy")]
    [InlineData("environment")]
    [InlineData("version")]
    [InlineData("name")]
    [InlineData("handler")]
    [InlineData("lifecycle")]
    [InlineData("system_type")]
    [InlineData("owner")]
    [InlineData("q")]
    [InlineData("sort")]
    [InlineData("limit")]
    [InlineData("cursor")]
    public void Parse_OneValueGivenTwice_IsRefused(string name) => Assert.Equal([name], Errors([(name, "1"), (name, "1")]));

    [Fact]
    public void Parse_TooMuch_IsRefused()
    {
        Assert.NotNull(Parse([("tag", Join(64))]));
        Assert.Equal(["tag"], Errors([("tag", Join(65))]));
        Assert.Equal(["capability"], Errors([.. Enumerable.Range(0, 65).Select(i => ("capability", $"c{i}"))]));
        Assert.Equal(["any_capability"], Errors([.. Enumerable.Repeat(("any_capability", "same"), 64), ("any_capability", "other")]));
        Assert.Equal(["q"], Errors([("q", new string('a', 257))]));
        Assert.Equal(["q"], Errors([("q", string.Join(' ', Enumerable.Range(0, 17)))]));
        Assert.Equal(["name"], Errors([("name", new string('a', 513))]));
        Assert.Equal(["owner"], Errors([("owner", new string('a', 100_000))]));
        Assert.Equal(["index."], Errors([("index." + new string('a', 100_000), "x")]));

        static string Join(int count) => string.Join(',', Enumerable.Range(0, count));
    }

    [Fact]
    public void Parse_ManyMistakes_AllAreNamed() => Assert.Equal(
        ["fields", "index.a/", "kind", "limit", "name", "status", "version"],
        Errors([("kind", "x"), ("status", "x"), ("name", "("), ("version", ">>"), ("limit", "0"), ("fields", "x"), ("index.a/", "1"), ("cursor", "x")]));

    [Fact]
    public void Parse_Mistake_DoesNotRepeatTheValue()
    {
        var errors = new FieldErrors();
        DiscoveryQuery.Parse([new("kind", "<zebra>"), new("sort", "<zebra>"), new("name", "<zebra>["), new("fields", "<zebra>")], errors);
        Assert.DoesNotContain("zebra", string.Concat(errors.ByField.SelectMany(field => field.Value)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q", "maiL", true)]
    [InlineData("q", "mail gate", true)]
    [InlineData("q", "chat sends", true)]
    [InlineData("q", "mail llm", false)]
    [InlineData("type", "LLM", true)]
    [InlineData("environment", "PROD", false)]
    [InlineData("capability", "Chat", false)]
    [InlineData("capability", "chat@1.x", true)]
    [InlineData("capability", "chat@2", false)]
    [InlineData("capability", "plan@1", false)]
    [InlineData("capability", "plan@*", false)]
    [InlineData("handler", "*", true)]
    [InlineData("name", "gateway$", true)]
    [InlineData("name", "Gateway$", false)]
    [InlineData("version", "1.2", false)]
    [InlineData("version", "2024.spring", true)]
    [InlineData("healthy", "true", true)]
    [InlineData("healthy", "false", false)]
    public void Matches_OneFilter_AsExpected(string name, string value, bool expected)
    {
        var agent = new Agent
        {
            Id = "a",
            MutationId = "m",
            Reported = HealthStatus.Healthy,
            Registration = new Registration
            {
                Name = "mail-gateway",
                Type = "llm",
                Environment = "prod",
                Version = "2024.spring",
                Description = "Sends things",
                Capabilities = [new Capability("chat") { Version = "1.4.0" }, new Capability("plan")],
            },
        };
        Assert.Equal(expected, Parse([(name, value)])!.Matches(agent));
    }

    private static DiscoveryQuery? Parse((string Name, string Value)[] parameters) =>
        DiscoveryQuery.Parse(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)), new FieldErrors());

    private static IEnumerable<string> Errors((string Name, string Value)[] parameters)
    {
        var errors = new FieldErrors();
        Assert.Null(DiscoveryQuery.Parse(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)), errors));
        return errors.ByField.Keys.Order(StringComparer.Ordinal);
    }
}
