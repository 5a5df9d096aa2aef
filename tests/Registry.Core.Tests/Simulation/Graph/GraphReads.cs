using Registry.Core.Agents;
using Registry.Core.Discovery;

namespace Registry.Core.Tests.Simulation.Graph;

/// <summary>What an instance says of the graph, against what storage has.</summary>
internal static class GraphReads
{
    /// <summary>Every dependency that is not active is reported, and no other.</summary>
    public static async Task<List<string>> ValidateAsync(AgentRegistry registry, GraphMoment last, IEnumerable<string> ids)
    {
        var wrong = new List<string>();
        foreach (var id in ids)
        {
            var expected = last.FaultsOf(last.DependenciesOf(id)).Select(static fault => fault.ToString()).Order(StringComparer.Ordinal).ToList();
            var outcome = await registry.Graph.Dependencies.ValidateAsync(id, Freshness.Latest, CancellationToken.None);
            if (!outcome.Is(out var faults, out var refusal))
            {
                wrong.Add($"{id}: not validated: {refusal.Code}");
            }
            else if (!faults.Select(static fault => fault.ToString()).Order(StringComparer.Ordinal).SequenceEqual(expected))
            {
                wrong.Add($"{id}: validated as [{string.Join(", ", faults)}], which should be [{string.Join(", ", expected)}]");
            }
        }

        return wrong;
    }
}
