using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Sharding;

namespace Registry.Core.Events;

/// <summary>What happened, in order, from any point that is still kept, and what happens next. Thread-safe. Every refusal is a value.</summary>
public sealed class EventFeed
{
    public const int MaxLimit = 1000;
    public const int DefaultLimit = 100;

    /// <summary>Where to begin: what happens from now on.</summary>
    public const string Now = "now";

    /// <summary>Where to begin: everything that is kept.</summary>
    public const string Oldest = "oldest";

    /// <summary>Of one call: who waits longer asks again, with the cursor that it got.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    // Steps of one call that does not wait; each reads at most a page a partition.
    private const int MaxSteps = 5;

    private readonly PartitionContext _context;
    private readonly RegistryShards _shards;
    private readonly Lock _gate = new();
    private PartitionTail[]? _tails;
    private EventReader? _reader;

    internal EventFeed(PartitionContext context, RegistryShards shards)
    {
        _context = context;
        _shards = shards;
    }

    /// <summary>Of every event: see <see cref="RegistryEvent.Document"/>.</summary>
    public string Source => _context.Options.EventSource;

    /// <summary>A cursor from what a caller gave. Refusals: InvalidRequest (field <c>cursor</c>), StorageUnavailable.</summary>
    /// <param name="given"><see cref="Now"/>, <see cref="Oldest"/>, a cursor, or null for now.</param>
    /// <param name="freshness">How new the state must be that "now" is taken from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Outcome<EventCursor>> StartAsync(string? given, Freshness freshness, CancellationToken cancellationToken)
    {
        var isOldest = given == Oldest;
        EventCursor? cursor = null;
        if (given is not (null or Now) && !isOldest && !EventCursor.TryParse(given, CursorKind.Events, out cursor))
        {
            return WrongCursor();
        }

        if (!await _shards.EnsureLogsAsync(isOldest ? Freshness.Latest : freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        if (cursor is not null)
        {
            return cursor.Shards.Count == _shards.All!.Count ? cursor : WrongCursor();
        }

        var partitions = _shards.Partitions;
        return EventCursor.At(
            CursorKind.Events,
            partitions,
            isOldest ? [.. partitions.Select(static partition => partition.Head.Oldest - 1)] : _context.Events.Heads());
    }

    /// <summary>The next events, at once where there are any. Refusals: CursorExpired, StorageUnavailable.</summary>
    /// <param name="from">Where the last call ended, or <see cref="StartAsync"/>.</param>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="limit">Most events, 1 … <see cref="MaxLimit"/>.</param>
    /// <param name="wait">How long to wait for the first, at most <see cref="MaxWait"/>.</param>
    /// <param name="stopping">Ends the wait: the answer is what there is.</param>
    /// <param name="gone">The caller is gone: nobody reads the answer, which is empty where it waited.</param>
    public async Task<Outcome<EventBatch>> ReadAsync(
        EventCursor from, EventFilter filter, int limit, TimeSpan wait, CancellationToken stopping, CancellationToken gone)
    {
        if (_shards.All is { } shards && from.Shards.Count != shards.Count)
        {
            return await RestartAsync(from, gone);
        }

        if (wait <= TimeSpan.Zero)
        {
            return await ReadNowAsync(from, filter, limit, gone);
        }

        var tails = Tails();
        Array.ForEach(tails, static tail => tail.Join());
        try
        {
            return await ReadAndWaitAsync(from, filter, limit, wait, stopping, gone);
        }
        finally
        {
            Array.ForEach(tails, static tail => tail.Leave());
        }
    }

    /// <summary>Keeps memory as fresh as those who wait for events have it, until disposed. Only once the shards are open.</summary>
    internal IDisposable Follow() => new TailFollower(Tails());

    private async Task<Outcome<EventBatch>> ReadNowAsync(EventCursor from, EventFilter filter, int limit, CancellationToken gone)
    {
        var position = Positions(from);
        for (var step = 1; ; step++)
        {
            var outcome = await Reader().ScanAsync(position, filter, limit, gone);
            if (!outcome.Is(out var scan, out var refusal))
            {
                return refusal;
            }

            if (scan.Events.Count > 0 || scan.CaughtUp || step == MaxSteps)
            {
                return new EventBatch(scan.Events, from.At(_shards.Partitions, position));
            }
        }
    }

    private async Task<Outcome<EventBatch>> ReadAndWaitAsync(
        EventCursor from, EventFilter filter, int limit, TimeSpan wait, CancellationToken stopping, CancellationToken gone)
    {
        var started = _context.Time.GetTimestamp();
        var position = Positions(from);
        while (true)
        {
            var outcome = await Reader().ScanAsync(position, filter, limit, gone);
            if (!outcome.Is(out var scan, out var refusal))
            {
                return refusal;
            }

            var left = wait - _context.Time.GetElapsedTime(started);
            if (scan.Events.Count > 0 || left <= TimeSpan.Zero || stopping.IsCancellationRequested)
            {
                return new EventBatch(scan.Events, from.At(_shards.Partitions, position));
            }

            if (!scan.CaughtUp || _context.Events.TryWatch(filter, position) is not { } watcher)
            {
                continue;
            }

            var end = await watcher.WaitAsync(left, _context.Time, stopping, gone);
            position = [.. _context.Events.Leave(watcher)];
            if (end == WatchEnd.Gone)
            {
                // Thousands may go at once: that is no time for exceptions.
                return new EventBatch([], from.At(_shards.Partitions, position));
            }
        }
    }

    /// <summary>A cursor kept from before the registry was given another number of shards: their logs begin anew, the others go on.</summary>
    private async Task<Refusal> RestartAsync(EventCursor from, CancellationToken gone) =>
        await _shards.EnsureLogsAsync(Freshness.Bounded, gone)
            ? new Refusal(RefusalCode.CursorExpired, "This cursor is from before the registry was given another number of shards. The oldest cursor that is kept is in oldest_cursor.")
            {
                OldestCursor = from.At(_shards.Partitions, Positions(from)).ToString(),
            }
            : Refusals.StorageUnavailable;

    /// <summary>A partition that the cursor does not know is new to its holder: all that is kept of it comes next.</summary>
    private long[] Positions(EventCursor cursor) => cursor.Positions(_shards.Partitions, static partition => partition.Head.Oldest - 1);

    private EventReader Reader()
    {
        lock (_gate)
        {
            return _reader ??= new EventReader(_context.Events, _shards, _context.Options);
        }
    }

    private PartitionTail[] Tails()
    {
        lock (_gate)
        {
            return _tails ??= [.. _shards.Partitions.Select(partition => new PartitionTail(_context, partition))];
        }
    }

    private static Refusal WrongCursor()
    {
        var errors = new FieldErrors();
        errors.Add("cursor", "now, oldest, or a cursor that this registry gave.");
        return Refusal.Invalid(errors);
    }
}
