using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Events;

/// <summary>Reads on from a position in every partition: from memory where it reaches back far enough, else a page from storage.</summary>
internal sealed class EventReader(EventHub hub, RegistryShards shards, RegistryOptions options)
{
    // With a filter most changes are passed over; a step then looks at more of them.
    private const int FilteredStep = EventRing.Capacity;

    private readonly IReadOnlyList<ILogPartition> _partitions = shards.Partitions;

    /// <summary>One step: at most a page from each partition. Refusals: CursorExpired, StorageUnavailable.</summary>
    /// <param name="position">Moved past what was read.</param>
    /// <param name="filter">What is wanted; the rest is passed over.</param>
    /// <param name="limit">Most events.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Outcome<EventScan>> ScanAsync(long[] position, EventFilter filter, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var step = filter.IsAll ? limit : FilteredStep;
        var reads = new Task<FeedChunk>[_partitions.Count];
        for (var i = 0; i < reads.Length; i++)
        {
            var isWanted = filter.AgentId is not { } id || shards.Concerns(_partitions[i], id);
            reads[i] = isWanted ? ReadAsync(_partitions[i], position[i], step, cancellationToken) : Skip(_partitions[i]);
        }

        var chunks = new FeedChunk[reads.Length];
        for (var i = 0; i < reads.Length; i++)
        {
            chunks[i] = await reads[i];
        }

        if (chunks.Any(static chunk => chunk.IsMissing))
        {
            return Refusals.StorageUnavailable;
        }

        if (chunks.Any(static chunk => chunk.IsExpired))
        {
            return Expired(position, chunks);
        }

        return Merge(chunks, position, filter, limit);
    }

    /// <summary>Takes the earliest of all partitions, again and again, until the limit or until a partition's next one is not at hand.</summary>
    private static EventScan Merge(FeedChunk[] chunks, long[] position, EventFilter filter, int limit)
    {
        var taken = new List<RegistryEvent>();
        var next = new int[chunks.Length];
        while (taken.Count < limit && Earliest(chunks, next) is { } earliest)
        {
            var happened = chunks[earliest].Events[next[earliest]++];
            position[earliest] = happened.Seq;
            if (filter.Matches(happened))
            {
                taken.Add(happened);
            }
        }

        var caughtUp = true;
        for (var i = 0; i < chunks.Length; i++)
        {
            var isRead = chunks[i].IsWhole && next[i] == chunks[i].Events.Count;
            caughtUp &= isRead;
            position[i] = isRead ? chunks[i].Head : position[i];
        }

        return new EventScan(taken, caughtUp);
    }

    /// <summary>The partition whose next event is the earliest; null where there is none, or one that is not at hand might be earlier.</summary>
    private static int? Earliest(FeedChunk[] chunks, int[] next)
    {
        int? earliest = null;
        for (var i = 0; i < chunks.Length; i++)
        {
            var events = chunks[i].Events;
            if (next[i] == events.Count)
            {
                if (!chunks[i].IsWhole)
                {
                    return null;
                }
            }
            else if (earliest is not { } other || events[next[i]].Time < chunks[other].Events[next[other]].Time)
            {
                earliest = i;
            }
        }

        return earliest;
    }

    private Task<FeedChunk> Skip(ILogPartition partition) => Task.FromResult(new FeedChunk([], hub.Read(partition.Number, 0, 0).Head, IsWhole: true));

    private Task<FeedChunk> ReadAsync(ILogPartition partition, long after, int most, CancellationToken cancellationToken)
    {
        var slice = hub.Read(partition.Number, after, most);
        return slice.Events is null ? ReadSlowlyAsync(partition, after, most, slice, cancellationToken) : Task.FromResult(InMemory(slice, after));
    }

    private async Task<FeedChunk> ReadSlowlyAsync(ILogPartition partition, long after, int most, FeedSlice slice, CancellationToken cancellationToken)
    {
        if (after > slice.Head)
        {
            if (!options.Keeps(Safeguard.CursorAhead))
            {
                return new FeedChunk([], slice.Head, IsWhole: true);
            }

            // Another instance gave the cursor, and knows more; or it is of a history that is no more.
            if (!await partition.RefreshAsync(cancellationToken))
            {
                return FeedChunk.Missing;
            }

            slice = hub.Read(partition.Number, after, most);
            if (slice.Events is not null)
            {
                return InMemory(slice, after);
            }

            if (after > slice.Head)
            {
                return FeedChunk.Expired;
            }
        }

        if (after + 1 < partition.Head.Oldest)
        {
            return FeedChunk.Expired;
        }

        var read = await partition.ReadStoredAsync(after + 1, Math.Min(slice.First - 1, after + most), cancellationToken);
        if (read.Value is not { } events)
        {
            return FeedChunk.Missing;
        }

        if (events.Count > 0)
        {
            return new FeedChunk(events, 0, IsWhole: false);
        }

        // Trimmed just now: the head says so.
        return await partition.RefreshAsync(cancellationToken) && after + 1 < partition.Head.Oldest ? FeedChunk.Expired : FeedChunk.Missing;
    }

    private static FeedChunk InMemory(FeedSlice slice, long after) => new(slice.Events!, slice.Head, after + slice.Events!.Length == slice.Head);

    private Refusal Expired(long[] position, FeedChunk[] chunks)
    {
        var oldest = (long[])position.Clone();
        for (var i = 0; i < oldest.Length; i++)
        {
            oldest[i] = chunks[i].IsExpired ? _partitions[i].Head.Oldest - 1 : oldest[i];
        }

        return new Refusal(RefusalCode.CursorExpired, "Changes after this cursor are no longer kept. The oldest cursor that goes on from it is in oldest_cursor; some events are missing before it.")
        {
            OldestCursor = EventCursor.At(CursorKind.Events, _partitions, oldest).ToString(),
        };
    }
}
