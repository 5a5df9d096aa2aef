namespace Registry.Core.Dependencies;

/// <summary>Looks for cycles. The registry accepts none; this proves it, or finds what a fault left.</summary>
internal static class Cycles
{
    /// <summary>Each strongly connected set of more than one agent, as one cycle through it; and agents that depend on themselves.</summary>
    public static List<IReadOnlyList<string>> Find(IEnumerable<string> ids, EdgeIndex edges)
    {
        var left = Unordered(ids, edges);
        var cycles = new List<IReadOnlyList<string>>();
        while (left.Count > 0)
        {
            var start = left.Min(StringComparer.Ordinal)!;
            var cycle = edges.DependenciesOf(start)
                .Where(left.Contains)
                .Order(StringComparer.Ordinal)
                .Select(dependency => edges.CycleBy(start, dependency))
                .FirstOrDefault(static path => path.Count > 0);
            if (cycle is null)
            {
                left.Remove(start);
                continue;
            }

            cycles.Add(cycle);
            left.ExceptWith(cycle);
        }

        return cycles;
    }

    /// <summary>What no order can be given to: agents on a cycle, and those that depend on one.</summary>
    private static HashSet<string> Unordered(IEnumerable<string> ids, EdgeIndex edges)
    {
        var all = ids.ToList();
        var left = all.ToHashSet(StringComparer.Ordinal);
        left.ExceptWith(ActivationOrder.Of(all, edges));
        return left;
    }
}
