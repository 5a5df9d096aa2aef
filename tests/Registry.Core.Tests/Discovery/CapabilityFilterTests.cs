using Registry.Core.Agents;
using Registry.Core.Discovery;

namespace Registry.Core.Tests.Discovery;

public sealed class CapabilityFilterTests
{
    [Theory]
    [InlineData("chat", null, true)]
    [InlineData("chat", "1.4.0", true)]
    [InlineData("chat@^1", "1.4.0", true)]
    [InlineData("chat@^1", "2.0.0", false)]
    [InlineData("chat@^1", "1.4.0-rc.1", false)]
    [InlineData("chat@^1", null, false)]
    [InlineData("chat@^1", "spring", false)]
    [InlineData("chat@spring", "spring", true)]
    [InlineData("chat@1.4", "1.4", true)]
    [InlineData("search@^1", "1.4.0", false)]
    public void Matches_OfAVersion_SaysTheSameEveryTime(string asked, string? has, bool expected)
    {
        var filter = Filter(asked);
        Capability[] capabilities = [new Capability("plan"), new Capability("chat") { Version = has }];

        Assert.Equal([expected, expected], new[] { filter.Matches(capabilities), filter.Matches(capabilities) });
    }

    [Fact]
    public void Matches_OfACopyWithAnotherVersion_GoesByThat()
    {
        var filter = Filter("chat@^1");
        var one = new Capability("chat") { Version = "1.0.0" };
        Assert.True(filter.Matches([one]));

        var two = one with { Version = "2.0.0" };

        Assert.False(filter.Matches([two]));
        Assert.True(filter.Matches([one]));
        Assert.True(filter.Matches([two with { Version = "1.5.0" }]));
    }

    [Fact]
    public void Matches_OfACapability_LeavesItEqualToOneThatWasNotAskedFor()
    {
        var asked = new Capability("chat") { Version = "1.0.0" };
        Assert.True(Filter("chat@^1").Matches([asked]));

        var other = new Capability("chat") { Version = "1.0.0" };

        Assert.Equal(other, asked);
        Assert.Equal(other.GetHashCode(), asked.GetHashCode());
        Assert.Equal(other.ToString(), asked.ToString());
    }

    /// <summary>To parse a prerelease allocates: a version that is parsed once is compared from then on without.</summary>
    [Fact]
    public void Matches_WithManyFilters_ParsesAVersionOnce()
    {
        var filters = Enumerable.Range(1, 64).Select(static i => Filter($"chat@>{i + 1}.0.0-rc.1")).ToList();
        Capability[] capabilities = [.. Enumerable.Range(0, 64).Select(static i => new Capability("chat") { Version = $"1.0.{i}-rc.{i}" })];
        Assert.DoesNotContain(filters, filter => filter.Matches(capabilities));

        var matched = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var filter in filters)
        {
            matched += filter.Matches(capabilities) ? 1 : 0;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
        Assert.Equal(0, matched);
    }

    private static CapabilityFilter Filter(string text)
    {
        Assert.True(DiscoveryQueryParser.TryParseCapability(text, out var filter), text);
        return filter;
    }
}
