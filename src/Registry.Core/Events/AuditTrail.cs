using Registry.Core.Sharding;

namespace Registry.Core.Events;

/// <summary>One partition's changes backwards, read in pieces: from memory where they are there, else from storage.</summary>
/// <param name="hub">The newest.</param>
/// <param name="partition">Whose.</param>
/// <param name="position">Number of the newest that is wanted; 0 for none.</param>
internal sealed class AuditTrail(EventHub hub, ILogPartition partition, long position)
{
    // Changes of one read.
    private const int Piece = 500;

    private IReadOnlyList<RegistryEvent> _events = [];
    private int _left;

    /// <summary>The newest that was not taken yet.</summary>
    public long Position { get; private set; } = position;

    public bool IsAtEnd { get; private set; } = position < 1;

    /// <summary>The next older one, when it is at hand.</summary>
    public RegistryEvent? Next => _left > 0 && !IsAtEnd ? _events[_left - 1] : null;

    public void Take()
    {
        Position--;
        _left--;
        IsAtEnd = Position < 1;
    }

    /// <summary>Nothing older is wanted.</summary>
    public void End() => (IsAtEnd, Position) = (true, 0);

    /// <summary>Puts the next piece at hand. False: storage does not say.</summary>
    public async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var oldest = Math.Max(1, partition.Head.Oldest);
        if (Position < oldest)
        {
            End();
            return true;
        }

        var first = Math.Max(oldest, Position - Piece + 1);
        var kept = hub.Read(partition.Number, first - 1, (int)(Position - first + 1));
        if (kept.Events is { } events)
        {
            // A cursor of another history may be ahead of this one.
            (_events, _left) = (events, events.Length);
            Position = first - 1 + events.Length;
            return true;
        }

        return await ReadStoredAsync(first, cancellationToken);
    }

    private async Task<bool> ReadStoredAsync(long first, CancellationToken cancellationToken)
    {
        var found = new List<RegistryEvent>();
        while (first + found.Count <= Position)
        {
            var read = await partition.ReadStoredAsync(first + found.Count, Position, cancellationToken);
            if (read.Value is not { } events)
            {
                return false;
            }

            if (events.Count == 0)
            {
                return await IsTrimmedAsync(first, cancellationToken);
            }

            found.AddRange(events);
        }

        (_events, _left) = (found, found.Count);
        return true;
    }

    /// <summary>The trim was faster, or the cursor is of another history: then there is nothing at hand, and the next fill knows better.</summary>
    private async Task<bool> IsTrimmedAsync(long first, CancellationToken cancellationToken)
    {
        if (!await partition.RefreshAsync(cancellationToken))
        {
            return false;
        }

        var head = partition.Head;
        Position = Math.Min(Position, head.Seq);
        return first < head.Oldest || Position < first;
    }
}
