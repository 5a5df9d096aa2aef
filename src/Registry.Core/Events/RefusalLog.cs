namespace Registry.Core.Events;

/// <summary>
/// This process's newest refusals. Where there is no more room, whoever has most of them loses the oldest: nobody pushes out what others were refused.
/// Thread-safe.
/// </summary>
internal sealed class RefusalLog
{
    public const int Capacity = 1000;

    private readonly Lock _gate = new();

    // By actor; those without a key are one.
    private readonly Dictionary<string, Queue<RefusedRequest>> _requests = new(StringComparer.Ordinal);
    private int _kept;
    private long _count;

    public void Add(RefusedRequest request, long time)
    {
        lock (_gate)
        {
            if (_kept == Capacity)
            {
                MakeRoom();
            }

            var actor = request.Actor ?? "";
            if (!_requests.TryGetValue(actor, out var requests))
            {
                _requests.Add(actor, requests = new Queue<RefusedRequest>());
            }

            requests.Enqueue(request with { Number = ++_count, Time = time });
            _kept++;
        }
    }

    /// <summary>The newest first, from a number down.</summary>
    public List<RefusedRequest> Read(long from)
    {
        lock (_gate)
        {
            return [.. _requests.Values.SelectMany(static requests => requests).Where(request => request.Number <= from).OrderByDescending(static request => request.Number)];
        }
    }

    private void MakeRoom()
    {
        var (actor, most) = _requests.MaxBy(static entry => (entry.Value.Count, -entry.Value.Peek().Number));
        most.Dequeue();
        _kept--;
        if (most.Count == 0)
        {
            _requests.Remove(actor);
        }
    }
}
