using Microsoft.Extensions.Logging;
using Registry.Core.Diagnostics;
using Registry.Core.Storage;

namespace Registry.Core.Sharding;

/// <summary>
/// A partition's state in memory, and how it follows storage: cold load, tail reads (one running, one queued, shared), gaps, age.
/// A tick counts events of this process in order, so that "sent after it arrived" is exact.
/// </summary>
internal sealed partial class PartitionMemory<TEntity, TView>
    where TEntity : class
    where TView : class, IPartitionView<TEntity>
{
    // A load that failed is not tried again by every request that finds it failed.
    private static readonly TimeSpan LoadPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CorruptPause = TimeSpan.FromSeconds(5);

    private readonly string _partition;
    private readonly IPartitionState<TEntity, TView> _state;
    private readonly TimeProvider _time;
    private readonly RegistryOptions _options;
    private readonly ILogger _logger;
    private readonly RegistryMetrics _metrics;
    private readonly TailReader<TEntity> _tail;
    private readonly ColdLoader<TEntity> _loader;
    private readonly Func<Task<bool>> _loadRest;
    private readonly Coalescer<bool> _refresh;
    private readonly Dictionary<string, IPendingCommand> _watched = new(StringComparer.Ordinal);

    private long _tick;
    private bool _loaded;
    private long _known;
    private Head _head = new(0, 0, "");
    private long _headTick;
    private long _freshAt;
    private long? _failedAt;

    /// <param name="context">Table, clocks, options.</param>
    /// <param name="partition">Partition key.</param>
    /// <param name="state">Where changes are applied.</param>
    /// <param name="codec">Rows.</param>
    /// <param name="loadRest">What else a cold load reads after the entities and before the changes.</param>
    public PartitionMemory(
        PartitionContext context, string partition, IPartitionState<TEntity, TView> state, IRowCodec<TEntity> codec, Func<Task<bool>> loadRest)
    {
        _partition = partition;
        _state = state;
        _time = context.Time;
        _options = context.Options;
        _logger = context.Logger;
        _metrics = context.Metrics;
        _tail = new TailReader<TEntity>(context.Table, partition, codec);
        _loader = new ColdLoader<TEntity>(context.Table, partition, codec, _time, _options.Keeps(Safeguard.ReplayOnColdStart));
        _loadRest = loadRest;
        _refresh = new Coalescer<bool>(RefreshOnceAsync);
    }

    /// <summary>Guards the state and everything here. Held for memory work only.</summary>
    public Lock Gate { get; } = new();

    public bool IsLoaded => Volatile.Read(ref _loaded);

    /// <summary>Counts cold loads after the first: an answer that began under another generation applies to nothing here.</summary>
    public long Generation { get; private set; }

    /// <summary>Tick of the newest read (or commit) that the state is at least as new as.</summary>
    public long FreshTick { get; private set; }

    /// <summary>Why the partition is refused, or null.</summary>
    public string? Corruption { get; private set; }

    /// <summary>Newest change applied.</summary>
    public long Known => Volatile.Read(ref _known);

    public Head Head => _head;

    /// <summary>How old the state is: since the newest read that confirmed it was sent. Only when loaded.</summary>
    public TimeSpan Age => _time.GetElapsedTime(Volatile.Read(ref _freshAt));

    /// <summary>Whether the newest read failed, less than the pause ago.</summary>
    public bool FailedJustNow
    {
        get
        {
            lock (Gate)
            {
                return _failedAt is { } at && _time.GetElapsedTime(at) < (Corruption is null ? LoadPause : CorruptPause);
            }
        }
    }

    /// <summary>Whether the newest read failed.</summary>
    public bool IsFailing
    {
        get
        {
            lock (Gate)
            {
                return _failedAt is not null;
            }
        }
    }

    /// <summary>The next tick. Under the gate.</summary>
    public long NextTick() => ++_tick;

    /// <summary>True once the state is at least as new as a read sent after this call; false when it could not be had.</summary>
    public Task<bool> RefreshAsync() => _refresh.JoinAsync();

    /// <summary>The read that is under way, else a new one: enough for a bound on age.</summary>
    public Task<bool> CurrentRefreshAsync() => _refresh.CurrentAsync();

    /// <summary>A view to decide on, when the head is known that its commit must match. Under the gate.</summary>
    public bool TryOverlay(out TView? view)
    {
        view = _loaded && _head.Seq == _known ? _state.Overlay(_known + 1) : null;
        return view is not null;
    }

    /// <summary>Takes in a commit of our own.</summary>
    public void Confirm(long generation, IReadOnlyList<Change<TEntity>> changes, Head head, long sentTick, long sentAt)
    {
        lock (Gate)
        {
            if (generation != Generation || !_loaded)
            {
                return;
            }

            foreach (var change in changes)
            {
                ApplyNext(change);
            }

            TakeHead(head, sentTick);
            TakeFreshness(sentTick, sentAt);
        }
    }

    /// <summary>Looks for a command's mutation id in every change read from now on. Under the gate.</summary>
    public void Watch(IPendingCommand command) => _watched[command.MutationId] = command;

    /// <summary>Under the gate.</summary>
    public void Unwatch(IPendingCommand command) => _watched.Remove(command.MutationId);

    private async Task<bool> RefreshOnceAsync()
    {
        long known, tick, generation;
        lock (Gate)
        {
            (known, tick, generation) = (_known, NextTick(), Generation);
        }

        if (!IsLoaded)
        {
            return await LoadAsync();
        }

        var sentAt = _time.GetTimestamp();
        var read = await _tail.ReadAsync(known);
        lock (Gate)
        {
            if (read.Status != TableStatus.Ok)
            {
                return Failed(read.Status);
            }

            if (read.HasGapAfter(known) && _options.Keeps(Safeguard.DropOnGap))
            {
                Drop(read.Head, known);
            }
            else
            {
                foreach (var change in read.Changes)
                {
                    if (_watched.TryGetValue(change.MutationId, out var command) && _options.Keeps(Safeguard.MutationLookup))
                    {
                        command.MarkFound();
                    }

                    ApplyNext(change);
                }

                if (read.Head is { } head)
                {
                    TakeHead(head, tick);
                }

                TakeFreshness(tick, sentAt);
                return true;
            }
        }

        return await LoadAsync();
    }

    private async Task<bool> LoadAsync()
    {
        if (FailedJustNow)
        {
            return false;
        }

        var load = await _loader.LoadAsync(
            () =>
            {
                lock (Gate)
                {
                    return NextTick();
                }
            },
            _loadRest);
        _metrics.Loaded(_partition, load.Status == TableStatus.Ok);
        lock (Gate)
        {
            if (load.Status != TableStatus.Ok)
            {
                return Failed(load.Status);
            }

            Corruption = _state.Reset(load.Entities);
            if (Corruption is not null)
            {
                LogCorrupt(_partition, Corruption);
                return Failed(TableStatus.Ok);
            }

            _known = load.Head.Seq;
            _head = load.Head;
            _headTick = load.SentTick;
            TakeFreshness(load.SentTick, load.SentAt);
            Volatile.Write(ref _loaded, true);
            return true;
        }
    }

    /// <summary>Exactly the next change takes effect; one that is known already is passed over.</summary>
    private void ApplyNext(Change<TEntity> change)
    {
        if (change.Seq <= _known)
        {
            return;
        }

        if (change.Seq != _known + 1 && _options.Keeps(Safeguard.DropOnGap))
        {
            throw new InvalidOperationException($"Change {change.Seq} does not follow {_known}.");
        }

        _state.Apply(change);
        Volatile.Write(ref _known, change.Seq);
    }

    private void TakeHead(Head head, long tick)
    {
        // Of two answers with the same number the later one has the ETag that a trim left.
        if (head.Seq == _known && (head.Seq > _head.Seq || tick > _headTick))
        {
            (_head, _headTick) = (head, tick);
        }
    }

    private void TakeFreshness(long tick, long sentAt)
    {
        _failedAt = null;
        if (tick > FreshTick)
        {
            FreshTick = tick;
            Volatile.Write(ref _freshAt, sentAt);
        }
    }

    private bool Failed(TableStatus status)
    {
        if (_failedAt is null)
        {
            LogFailing(_partition, status);
        }

        _failedAt = _time.GetTimestamp();
        return false;
    }

    private void Drop(Head? head, long known)
    {
        LogGap(_partition, known, head?.Seq, head?.Oldest);
        Volatile.Write(ref _loaded, false);
        Generation++;
        _watched.Clear();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Partition {Partition} is corrupt and refused: {Corruption}")]
    private partial void LogCorrupt(string partition, string corruption);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Partition} can't be read now: {Status}")]
    private partial void LogFailing(string partition, TableStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Partition} has a gap after {Known} (head {Seq}, oldest {Oldest}): loading it again")]
    private partial void LogGap(string partition, long known, long? seq, long? oldest);
}
