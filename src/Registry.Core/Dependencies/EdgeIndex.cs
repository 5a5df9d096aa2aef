namespace Registry.Core.Dependencies;

/// <summary>
/// Who depends on whom, both ways, over small numbers instead of ids: whether a new edge would close a cycle is a search from both its ends at once.
/// Edges can be laid over tentatively and taken back. Not thread-safe.
/// </summary>
internal sealed class EdgeIndex
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string?> _ids = [];
    private readonly List<List<int>> _dependencies = [];
    private readonly List<List<int>> _dependents = [];
    private readonly Stack<int> _free = new();
    private readonly Stack<(string From, IReadOnlyList<string> Before, IReadOnlyList<string> After)> _tentative = new();
    private readonly CycleSearch _search = new();

    /// <summary>How many edges there are.</summary>
    public int Count { get; private set; }

    /// <summary>Direct dependents of an id, in no particular order.</summary>
    public IEnumerable<string> DependentsOf(string id) => Neighbours(_dependents, id);

    public IEnumerable<string> DependenciesOf(string id) => Neighbours(_dependencies, id);

    /// <summary>What can be reached from an id over its dependencies, or over its dependents; without the id itself.</summary>
    public List<string> Reach(string id, bool dependents)
    {
        var reached = new List<string>();
        if (!_numbers.TryGetValue(id, out var start))
        {
            return reached;
        }

        var edges = dependents ? _dependents : _dependencies;
        var seen = new HashSet<int> { start };
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var next in edges[node])
            {
                if (seen.Add(next))
                {
                    reached.Add(_ids[next]!);
                    queue.Enqueue(next);
                }
            }
        }

        return reached;
    }

    /// <summary>The cycle that an edge would close, from <paramref name="from"/> back to it; empty when it closes none.</summary>
    /// <param name="from">Who would depend.</param>
    /// <param name="to">On whom.</param>
    /// <param name="without">Ids that are passed over; null for none.</param>
    public IReadOnlyList<string> CycleBy(string from, string to, IReadOnlySet<string>? without = null)
    {
        if (from == to)
        {
            return [from, to];
        }

        if (!_numbers.TryGetValue(from, out var source) || !_numbers.TryGetValue(to, out var target))
        {
            return [];
        }

        var closed = without is { Count: > 0 } ? without.Where(_numbers.ContainsKey).Select(id => _numbers[id]).ToHashSet() : null;
        var path = _search.Path(_dependencies, _dependents, target, source, closed);
        return path.Count == 0 ? [] : [from, .. path.Select(number => _ids[number]!)];
    }

    /// <summary>Takes over the dependencies of one agent.</summary>
    public void Replace(string from, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        TakeBack();
        Apply(from, before, after);
    }

    /// <summary>As <see cref="Replace"/>, until <see cref="TakeBack"/>.</summary>
    public void Try(string from, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        _tentative.Push((from, before, after));
        Apply(from, before, after);
    }

    /// <summary>Ends what was tried.</summary>
    public void TakeBack()
    {
        while (_tentative.TryPop(out var tried))
        {
            Apply(tried.From, tried.After, tried.Before);
        }
    }

    public void Clear()
    {
        _tentative.Clear();
        _numbers.Clear();
        _ids.Clear();
        _dependencies.Clear();
        _dependents.Clear();
        _free.Clear();
        Count = 0;
    }

    private IEnumerable<string> Neighbours(List<List<int>> edges, string id) =>
        _numbers.TryGetValue(id, out var number) ? edges[number].Select(other => _ids[other]!) : [];

    private void Apply(string from, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        var kept = before.Intersect(after, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in before)
        {
            if (!kept.Contains(gone))
            {
                Remove(from, gone);
            }
        }

        foreach (var added in after)
        {
            if (!kept.Contains(added))
            {
                Add(from, added);
            }
        }
    }

    private void Add(string from, string to)
    {
        var (source, target) = (NumberOf(from), NumberOf(to));
        _dependencies[source].Add(target);
        _dependents[target].Add(source);
        Count++;
    }

    private void Remove(string from, string to)
    {
        var (source, target) = (_numbers[from], _numbers[to]);
        _dependencies[source].Remove(target);
        _dependents[target].Remove(source);
        Count--;
        FreeIfAlone(from, source);
        FreeIfAlone(to, target);
    }

    private int NumberOf(string id)
    {
        if (_numbers.TryGetValue(id, out var number))
        {
            return number;
        }

        if (!_free.TryPop(out number))
        {
            number = _ids.Count;
            _ids.Add(null);
            _dependencies.Add([]);
            _dependents.Add([]);
        }

        _ids[number] = id;
        _numbers.Add(id, number);
        return number;
    }

    private void FreeIfAlone(string id, int number)
    {
        if (_dependencies[number].Count == 0 && _dependents[number].Count == 0)
        {
            _numbers.Remove(id);
            _ids[number] = null;
            _free.Push(number);
        }
    }
}
