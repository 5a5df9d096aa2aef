using Registry.Core.Dependencies;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Dependencies;

public sealed class EdgeIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void RandomEdges_AgainstAModel_SayTheSame(ulong seed)
    {
        var random = new SimRandom(seed);
        var ids = Enumerable.Range(0, 12).Select(static number => $"a{number}").ToList();
        var model = ids.ToDictionary(static id => id, static _ => (IReadOnlyList<string>)[]);
        var index = new EdgeIndex();
        for (var round = 0; round < 3000; round++)
        {
            var from = random.Pick(ids);
            var to = random.Pick(ids);
            var before = model[from];
            var cycle = index.CycleBy(from, to);
            Assert.Equal(from == to || Reaches(model, to, from), cycle.Count > 0);
            if (cycle.Count > 0)
            {
                AssertIsPath(model, from, cycle);
            }
            else if (!before.Contains(to))
            {
                model[from] = [.. before, to];
            }

            if (random.Chance(0.4))
            {
                model[from] = [.. model[from].Where(_ => random.Chance(0.6))];
            }

            // What is tried and taken back leaves no trace.
            var other = ids.First(id => id != from);
            index.Try(other, model[other], [.. model[other], "tried"]);
            index.TakeBack();
            index.Replace(from, before, model[from]);
            Assert.Equal(model.Values.Sum(static edges => edges.Count), index.Count);
            var id = random.Pick(ids);
            Assert.Equal(model[id].Order(), index.DependenciesOf(id).Order());
            Assert.Equal(ids.Where(other => model[other].Contains(id)).Order(), index.DependentsOf(id).Order());
        }
    }

    [Fact]
    public void CycleBy_PassesOverWhatIsToldTo()
    {
        var index = new EdgeIndex();
        index.Replace("b", [], ["gone"]);
        index.Replace("gone", [], ["a"]);

        Assert.Equal(["a", "b", "gone", "a"], index.CycleBy("a", "b"));
        Assert.Empty(index.CycleBy("a", "b", new HashSet<string> { "gone" }));
    }

    private static bool Reaches(Dictionary<string, IReadOnlyList<string>> model, string from, string to) =>
        from == to || model[from].Any(next => Reaches(model, next, to));

    private static void AssertIsPath(Dictionary<string, IReadOnlyList<string>> model, string from, IReadOnlyList<string> cycle)
    {
        Assert.Equal(from, cycle[0]);
        Assert.Equal(from, cycle[^1]);
        for (var i = 1; i + 1 < cycle.Count; i++)
        {
            Assert.Contains(cycle[i + 1], model[cycle[i]]);
        }
    }
}
