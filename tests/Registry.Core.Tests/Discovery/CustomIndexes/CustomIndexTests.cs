using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Discovery.CustomIndexes;
using Registry.Core.Tests.Agents;

namespace Registry.Core.Tests.Discovery.CustomIndexes;

public sealed class CustomIndexTests
{
    private readonly MemoryShard _shard = new();

    [Theory]
    [InlineData("""{"author":"Ann"}""", new[] { "Ann" })]
    [InlineData("""{"author":"Doe, John"}""", new[] { "Doe, John" })]
    [InlineData("""{"author":["Ann","Bob","Ann"]}""", new[] { "Ann", "Bob" })]
    [InlineData("""{"author":[["Ann"],[["Bob"]]]}""", new[] { "Ann", "Bob" })]
    [InlineData("""{"author":5}""", new[] { "5" })]
    [InlineData("""{"author":2.50}""", new[] { "2.50", "2.5" })]
    [InlineData("""{"author":-0.0}""", new[] { "-0.0", "0" })]
    [InlineData("""{"author":1e40}""", new[] { "1e40" })]
    [InlineData("""{"author":true}""", new[] { "true" })]
    [InlineData("""{"author":null}""", new string[0])]
    [InlineData("""{"author":{"name":"Ann"}}""", new string[0])]
    [InlineData("""{"author":""}""", new string[0])]
    [InlineData("""{"other":"Ann"}""", new string[0])]
    [InlineData("""{}""", new string[0])]
    public void Values_OfMetadata_AreItsScalars(string metadata, string[] values) =>
        Assert.Equal(values, IndexValues.Of(Registration(metadata), Definition("author", "metadata.author")));

    [Theory]
    [InlineData("metadata.owners.name", new[] { "Ann", "Bob" })]
    [InlineData("version", new[] { "1.2.3" })]
    [InlineData("capabilities", new[] { "plain" })]
    [InlineData("capabilities.version", new[] { "2.0.0" })]
    [InlineData("health_check.path", new[] { "/ok" })]
    [InlineData("module_name", new string[0])]
    public void Values_OfOtherMembers_AreThoseThatWereRegistered(string path, string[] values) => Assert.Equal(values, IndexValues.Of(
        Read.Registration(Read.With(
            ("metadata", """{"owners":[{"name":"Ann"},{"name":"Bob"},5]}"""),
            ("version", "\"1.2.3\""),
            ("capabilities", """["plain",{"name":"x","version":"2.0.0"}]"""),
            ("health_check", """{"path":"/ok"}"""))),
        Definition("i", path)));

    [Fact]
    public void Values_VeryMany_AreCut()
    {
        var metadata = $"{{\"a\":[{string.Join(',', Enumerable.Range(0, 1000))}]}}";
        Assert.Equal(IndexValues.MaxValues, IndexValues.Of(Registration(metadata), Definition("i", "metadata.a")).Count);

        metadata = $"{{\"a\":[\"{new string('x', 513)}\",\"short\"]}}";
        Assert.Equal(["short"], IndexValues.Of(Registration(metadata), Definition("i", "metadata.a")));
    }

    [Fact]
    public void Build_InPieces_TakesInWhatChangesMeanwhile()
    {
        for (var i = 0; i < 100; i++)
        {
            Put($"a{i}", i % 2 == 0 ? "even" : "odd");
        }

        IndexDefinition[] definitions = [Definition("author", "metadata.author")];
        Assert.False(_shard.Index.Build(definitions, 40));
        Assert.Empty(Find("even"));

        Put("a0", "odd");
        Put("a98", "odd");
        Put("a99", "even");
        _shard.Remove("a2");
        _shard.Remove("a96");
        Put("new", "even");
        while (!_shard.Index.Build(definitions, 40))
        {
        }

        Put("a4", "odd");
        Put("later", "even");
        _shard.Remove("a6");

        var expected = _shard.Agents.Values.Where(agent => agent.Registration.Metadata.Utf8.Span.IndexOf("even"u8) >= 0).Select(agent => agent.Id).Order();
        Assert.Equal(expected, Find("even").Order());
        Assert.Equal(_shard.Agents.Count, Find("even").Count + Find("odd").Count);
    }

    [Fact]
    public void Build_WithAnotherPath_ForgetsTheFirst()
    {
        Put("a", "Ann");
        Assert.True(_shard.Index.Build([Definition("author", "metadata.author")], 40));
        Assert.Single(Find("Ann"));

        Assert.True(_shard.Index.Build([Definition("author", "name")], 40));
        Assert.Empty(Find("Ann"));
        Assert.Single(Find("a"));

        Assert.True(_shard.Index.Build([], 40));
        Assert.Empty(Find("a"));
    }

    [Fact]
    public void Collect_WithOtherFilters_AllMustHold()
    {
        Assert.True(_shard.Index.Build([Definition("author", "metadata.author")], 40));
        _shard.Put(Read.Agent(Read.With(("metadata", """{"author":["Ann","Bob"]}"""), ("tags", """["x"]""")), "1"));
        _shard.Put(Read.Agent(Read.With(("metadata", """{"author":["Ann"]}"""), ("tags", """["x"]""")), "2"));
        _shard.Put(Read.Agent(Read.With(("metadata", """{"author":["Ann","Bob"]}""")), "3"));

        Assert.Equal(["1"], Collect(("index.author", "Ann"), ("index.author", "Bob"), ("index.tag", "x")));
        Assert.Equal(["1", "2"], Collect(("index.author", "Ann"), ("tag", "x")));
        Assert.Equal(["1", "3"], Collect(("index.author", "Bob")));
        Assert.Empty(Collect(("index.author", "ann")));
    }

    private static Registration Registration(string metadata) => Read.Registration(Read.With(("metadata", metadata)));

    private static IndexDefinition Definition(string name, string path)
    {
        var errors = new FieldErrors();
        Assert.True(IndexDefinition.TryCreate(name, path, errors, out var definition), Read.Text(errors));
        return definition;
    }

    private void Put(string id, string author) =>
        _shard.Put(Read.Agent(Read.With(("metadata", $"{{\"author\":\"{author}\"}}"), ("name", $"\"{id}\"")), id));

    private List<string> Find(string author) => Collect(("index.author", author));

    private List<string> Collect(params (string Name, string Value)[] parameters)
    {
        var found = new List<Agent>();
        _shard.Collect(DiscoveryQuery.Parse(parameters.Select(item => KeyValuePair.Create(item.Name, item.Value)), new FieldErrors())!, found);
        return [.. found.Select(agent => agent.Id).Order(StringComparer.Ordinal)];
    }
}
