namespace Registry.Core.Events;

/// <summary>Somebody who wants memory kept fresh for as long as this lives.</summary>
internal sealed class TailFollower : IDisposable
{
    private PartitionTail[]? _tails;

    public TailFollower(PartitionTail[] tails)
    {
        _tails = tails;
        Array.ForEach(tails, static tail => tail.Join());
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _tails, null) is { } tails)
        {
            Array.ForEach(tails, static tail => tail.Leave());
        }
    }
}
