namespace Registry.Core.Dependencies;

/// <summary>
/// Searches a path from both ends at once, always on the side that has fewer edges to look at. Its memory is kept between searches; a mark of an
/// earlier one has an older number.
/// </summary>
internal sealed class CycleSearch
{
    private readonly Side _forward = new();
    private readonly Side _backward = new();
    private int _round;

    /// <summary>The nodes of a path from <paramref name="start"/> to <paramref name="end"/>, both included; empty when there is none.</summary>
    public List<int> Path(List<List<int>> forward, List<List<int>> backward, int start, int end, IReadOnlySet<int>? without = null)
    {
        _round++;
        _forward.Begin(start, forward, _round);
        _backward.Begin(end, backward, _round);
        if (without?.Contains(start) == true)
        {
            return [];
        }

        if (start == end)
        {
            return [start];
        }

        while (!_forward.IsDone && !_backward.IsDone)
        {
            var met = _forward.Cost <= _backward.Cost ? _forward.Step(forward, _backward, _round, without) : _backward.Step(backward, _forward, _round, without);
            if (met >= 0)
            {
                var path = _forward.Trail(met);
                path.Reverse();
                path.AddRange(_backward.Trail(met).Skip(1));
                return path;
            }
        }

        return [];
    }

    private sealed class Side
    {
        private readonly Queue<int> _queue = new();
        private int[] _marks = [];
        private int[] _from = [];

        /// <summary>Edges of the nodes that wait.</summary>
        public long Cost { get; private set; }

        public bool IsDone => _queue.Count == 0;

        public void Begin(int node, List<List<int>> edges, int round)
        {
            if (_marks.Length < edges.Count)
            {
                Array.Resize(ref _marks, edges.Count + (edges.Count / 2) + 16);
                Array.Resize(ref _from, _marks.Length);
            }

            _queue.Clear();
            _queue.Enqueue(node);
            _marks[node] = round;
            _from[node] = -1;
            Cost = edges[node].Count;
        }

        /// <summary>Looks at one node's edges. Returns where it met the other side, or -1.</summary>
        public int Step(List<List<int>> edges, Side other, int round, IReadOnlySet<int>? without)
        {
            var node = _queue.Dequeue();
            Cost -= edges[node].Count;
            foreach (var next in edges[node])
            {
                if (_marks[next] == round || without?.Contains(next) == true)
                {
                    continue;
                }

                _marks[next] = round;
                _from[next] = node;
                if (other._marks[next] == round)
                {
                    return next;
                }

                _queue.Enqueue(next);
                Cost += edges[next].Count;
            }

            return -1;
        }

        /// <summary>From a node back to where this side began.</summary>
        public List<int> Trail(int node)
        {
            var trail = new List<int>();
            for (var at = node; at >= 0; at = _from[at])
            {
                trail.Add(at);
            }

            return trail;
        }
    }
}
