namespace Registry.Core.Events;

/// <summary>This process's newest refusals. Thread-safe.</summary>
internal sealed class RefusalLog
{
    public const int Capacity = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<RefusedRequest> _requests = new();
    private long _count;

    public void Add(RefusedRequest request, long time)
    {
        lock (_gate)
        {
            if (_requests.Count == Capacity)
            {
                _requests.Dequeue();
            }

            _requests.Enqueue(request with { Number = ++_count, Time = time });
        }
    }

    /// <summary>The newest first, from a number down.</summary>
    public List<RefusedRequest> Read(long from)
    {
        lock (_gate)
        {
            return [.. _requests.Where(request => request.Number <= from).Reverse()];
        }
    }
}
