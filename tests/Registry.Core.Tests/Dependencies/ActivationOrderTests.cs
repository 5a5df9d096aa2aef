using Registry.Core.Dependencies;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Dependencies;

public sealed class ActivationOrderTests
{
    [Theory]
    [InlineData("c b a", "c b a")]
    [InlineData("app base", "base app")]
    [InlineData("x app base", "x base app")]
    [InlineData("app x base", "x base app")]
    [InlineData("app app base", "base app")]
    [InlineData("top base", "base top")]
    public void Of_IsStable_AndLooksThroughOthers(string ids, string expected)
    {
        var edges = new EdgeIndex();
        edges.Replace("app", [], ["base"]);
        edges.Replace("top", [], ["middle"]);
        edges.Replace("middle", [], ["base"]);

        Assert.Equal(expected.Split(' '), ActivationOrder.Of(ids.Split(' '), edges));
    }

    [Fact]
    public void Of_RandomGraphs_PutsEachAfterItsDependencies()
    {
        var random = new SimRandom(5);
        for (var round = 0; round < 200; round++)
        {
            var edges = new EdgeIndex();
            var ids = Enumerable.Range(0, 20).Select(static number => $"a{number}").ToList();
            for (var i = 1; i < ids.Count; i++)
            {
                edges.Replace(ids[i], [], [.. ids.Take(i).Where(_ => random.Chance(0.15))]);
            }

            var asked = ids.Where(_ => random.Chance(0.6)).OrderBy(_ => random.NextUInt64()).ToList();
            var order = ActivationOrder.Of(asked, edges);

            Assert.Equal(asked.Order(), order.Order());
            Assert.All(order, id => Assert.DoesNotContain(edges.Reach(id, dependents: false), dependency => order.IndexOf(dependency) > order.IndexOf(id)));
            var waves = ActivationOrder.Waves(order, edges.DependenciesOf);
            Assert.Equal(order.Order(), waves.SelectMany(static wave => wave).Order());
        }
    }

    [Fact]
    public void Cycles_OfWhatAFaultLeft_AreFound()
    {
        var edges = new EdgeIndex();
        edges.Replace("a", [], ["b"]);
        edges.Replace("b", [], ["c"]);
        edges.Replace("c", [], ["a", "d"]);
        edges.Replace("e", [], ["a"]);
        edges.Replace("f", [], ["f"]);

        Assert.Equal([["a", "b", "c", "a"], ["f", "f"]], Cycles.Find(["a", "b", "c", "d", "e", "f"], edges));
        Assert.Empty(Cycles.Find(["d"], new EdgeIndex()));
    }
}
