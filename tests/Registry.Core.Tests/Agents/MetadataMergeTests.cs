using Registry.Core.Agents;
using Registry.Core.Agents.Merging;

namespace Registry.Core.Tests.Agents;

public sealed class MetadataMergeTests
{
    [Theory]
    [InlineData("{}", """{"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":null}""", """{"b":2}""")]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"x":3}}""", """{"a":{"x":3}}""")]
    [InlineData("""{"a":1}""", """{"b":{"c":null}}""", """{"a":1,"b":{"c":null}}""")]
    public void Apply_MergesKeyByKey(string current, string patch, string expected)
    {
        var errors = new FieldErrors();
        Assert.Equal(expected, Read.Text(MetadataMerge.Apply(Read.Raw(current), Read.Raw(patch), errors)));
        Assert.True(errors.IsEmpty);
    }

    [Theory]
    [InlineData("""{"a":1}""", "{}")]
    [InlineData("""{"a":1}""", """{"a":1.0}""")]
    [InlineData("""{"a":{"x":1,"y":[2]}}""", """{"a":{"y":[2e0],"x":1}}""")]
    [InlineData("""{"a":1}""", """{"zzz":null}""")]
    public void Apply_OfWhatIsEqual_ReturnsTheSameInstance(string current, string patch)
    {
        var metadata = Read.Raw(current);
        Assert.Same(metadata, MetadataMerge.Apply(metadata, Read.Raw(patch), new FieldErrors()));

        var agent = Read.Agent(Read.With(("metadata", current)));
        Assert.Same(agent, MetadataMerge.Apply(agent, Read.Raw(patch), new FieldErrors()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1e999}""")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]}""")]
    public void Apply_OfABadPatch_IsRefusedAndChangesNothing(string patch)
    {
        var errors = new FieldErrors();
        var current = Read.Raw("{}");

        Assert.Same(current, MetadataMerge.Apply(current, Read.Raw(patch), errors));
        Assert.Equal(["metadata"], errors.ByField.Keys);
    }

    [Fact]
    public void Apply_BeyondTheNumberOfKeys_IsRefused()
    {
        var current = Read.Raw("{" + string.Join(",", Enumerable.Range(0, AgentLimits.MaxMetadataKeys).Select(i => $"\"k{i}\":0")) + "}");
        var errors = new FieldErrors();

        Assert.Same(current, MetadataMerge.Apply(current, Read.Raw("""{"one_more":1}"""), errors));
        Assert.False(errors.IsEmpty);
        Assert.NotSame(current, MetadataMerge.Apply(current, Read.Raw("""{"k0":null,"one_more":1}"""), new FieldErrors()));
    }

    [Fact]
    public void Apply_BeyondTheSizeOfAnAgent_IsRefused()
    {
        var agent = Read.Agent(Read.Minimal);
        var errors = new FieldErrors();

        Assert.Same(agent, MetadataMerge.Apply(agent, Read.Raw($$"""{"a":"{{new string('x', 32_000)}}"}"""), errors));
        Assert.Equal(["metadata"], errors.ByField.Keys);
    }

    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("1", "1e0", true)]
    [InlineData("100", "1E+2", true)]
    [InlineData("0", "-0", true)]
    [InlineData("0.1", "0.10000", true)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("1e-999999999", "1e-999999998", false)]
    [InlineData("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1.0}", true)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("{\"a\":null}", "{}", false)]
    [InlineData("\"\\u0061\"", "\"a\"", true)]
    [InlineData("\"1\"", "1", false)]
    public void AreEqual_ComparesValues(string left, string right, bool expected)
    {
        Assert.Equal(expected, JsonValues.AreEqual(Read.Raw(left), Read.Raw(right)));
        Assert.Equal(expected, JsonValues.AreEqual(Read.Raw(right), Read.Raw(left)));
    }
}
