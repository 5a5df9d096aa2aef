using Registry.Core.Discovery.CustomIndexes;

namespace Registry.Core.Tests.Discovery.CustomIndexes;

public sealed class IndexDefinitionTests
{
    [Theory]
    [InlineData("author", "metadata.author")]
    [InlineData("Deep-1_x", "metadata.a.b.c.d.e.f.g")]
    [InlineData("v", "version")]
    [InlineData("caps", "capabilities.version")]
    [InlineData("spaces", "metadata.a b")]
    public void Create_Good_IsIt(string name, string path)
    {
        Assert.True(IndexDefinition.TryCreate(name, path, new FieldErrors(), out var definition));
        Assert.Equal((name, path), (definition.Name, definition.Path));
    }

    [Theory]
    [InlineData("", "version", "name")]
    [InlineData("a.b", "version", "name")]
    [InlineData("type", "version", "name")]
    [InlineData("path", "version", "name")]
    [InlineData("é", "version", "name")]
    [InlineData("a", "", "path")]
    [InlineData("a", "metadata", "path")]
    [InlineData("a", "nothing.author", "path")]
    [InlineData("a", "owner", "path")]
    [InlineData("a", "metadata..author", "path")]
    [InlineData("a", "metadata.", "path")]
    [InlineData("a", ".metadata", "path")]
    [InlineData("a", "metadata.a.b.c.d.e.f.g.h", "path")]
    [InlineData("a", "metadata.a\u0000", "path")]
    public void Create_Bad_SaysWhich(string name, string path, string field)
    {
        var errors = new FieldErrors();
        Assert.False(IndexDefinition.TryCreate(name, path, errors, out _));
        Assert.Equal([field], errors.ByField.Select(error => error.Key));
    }

    [Fact]
    public void Create_Huge_IsRefusedAtOnce()
    {
        Assert.False(IndexDefinition.TryCreate(new string('a', 65), "version", new FieldErrors(), out _));
        Assert.False(IndexDefinition.TryCreate("a", "metadata" + new string('.', 10_000_000), new FieldErrors(), out _));
        Assert.False(IndexDefinition.TryCreate("a", "metadata." + new string('x', 129), new FieldErrors(), out _));
    }
}
