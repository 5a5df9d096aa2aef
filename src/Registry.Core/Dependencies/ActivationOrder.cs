namespace Registry.Core.Dependencies;

/// <summary>Orders agents so that each comes after those that it depends on, over agents that are not asked for too.</summary>
internal static class ActivationOrder
{
    // Comes as soon as it may: nobody waits for its turn.
    private const int NotAsked = -1;

    /// <summary>The ids in an order to activate them; of two that may both be next, the one that was given first.</summary>
    public static List<string> Of(IReadOnlyList<string> ids, EdgeIndex edges)
    {
        var turns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            turns.TryAdd(id, turns.Count);
        }

        var waits = Closure(turns.Keys, edges);
        var ready = new PriorityQueue<string, int>();
        foreach (var (id, count) in waits)
        {
            if (count == 0)
            {
                ready.Enqueue(id, turns.GetValueOrDefault(id, NotAsked));
            }
        }

        var order = new List<string>(turns.Count);
        while (ready.TryDequeue(out var id, out var turn))
        {
            if (turn != NotAsked)
            {
                order.Add(id);
            }

            foreach (var dependent in edges.DependentsOf(id))
            {
                if (waits.TryGetValue(dependent, out var left))
                {
                    waits[dependent] = left - 1;
                    if (left == 1)
                    {
                        ready.Enqueue(dependent, turns.GetValueOrDefault(dependent, NotAsked));
                    }
                }
            }
        }

        return order;
    }

    /// <summary>Groups of ordered ids: what is in one waits only for those before.</summary>
    /// <param name="order">As <see cref="Of"/> gives it, or that backwards.</param>
    /// <param name="before">The direct neighbours that an id waits for.</param>
    public static List<List<string>> Waves(IReadOnlyList<string> order, Func<string, IEnumerable<string>> before)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        var waves = new List<List<string>>();
        foreach (var id in order)
        {
            var level = before(id).Select(other => levels.GetValueOrDefault(other, -1)).DefaultIfEmpty(-1).Max() + 1;
            levels[id] = level;
            if (level == waves.Count)
            {
                waves.Add([]);
            }

            waves[level].Add(id);
        }

        return waves;
    }

    /// <summary>Those asked for and all that they depend on, with how many dependencies each has.</summary>
    private static Dictionary<string, int> Closure(IEnumerable<string> ids, EdgeIndex edges)
    {
        var waits = new Dictionary<string, int>(StringComparer.Ordinal);
        var queue = new Queue<string>(ids);
        while (queue.TryDequeue(out var id))
        {
            if (waits.TryAdd(id, 0))
            {
                foreach (var dependency in edges.DependenciesOf(id))
                {
                    waits[id]++;
                    queue.Enqueue(dependency);
                }
            }
        }

        return waits;
    }
}
