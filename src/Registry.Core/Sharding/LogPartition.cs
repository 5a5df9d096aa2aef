using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Storage;
using Registry.Core.Time;

namespace Registry.Core.Sharding;

/// <summary>One partition: its log, its state in memory, the commands on it, its events.</summary>
internal sealed class LogPartition<TEntity, TView> : ILogPartition
    where TEntity : class
    where TView : class, IPartitionView<TEntity>
{
    // A request waits this long for a refresh; then it is answered from memory, with its age.
    private static readonly TimeSpan RefreshWait = TimeSpan.FromSeconds(1);

    // One that must see the newest, or the first one of all, waits longer.
    private static readonly TimeSpan LatestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LoadWait = TimeSpan.FromSeconds(30);

    private readonly PartitionContext _context;
    private readonly PartitionFeed<TEntity> _feed;
    private Task? _waitedInVain;

    /// <param name="context">Table, clocks, options.</param>
    /// <param name="name">Partition key.</param>
    /// <param name="state">Where changes are applied.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="events">Makes events of its changes.</param>
    /// <param name="loadRest">What else a cold load reads after the entities and before the changes; null for nothing.</param>
    public LogPartition(
        PartitionContext context,
        string name,
        IPartitionState<TEntity, TView> state,
        IRowCodec<TEntity> rows,
        IEventMaker<TEntity> events,
        Func<Task<bool>>? loadRest = null)
    {
        _context = context;
        Name = name;
        _feed = new PartitionFeed<TEntity>(context, name, rows, events);
        Memory = new PartitionMemory<TEntity, TView>(context, name, state, rows, loadRest ?? (static () => Task.FromResult(true)), _feed);
        Commands = new CommandPump<TEntity, TView>(context, name, Memory, rows);
    }

    public string Name { get; }

    public int? Shard { get; init; }

    public int Number => _feed.Number;

    public PartitionMemory<TEntity, TView> Memory { get; }

    public CommandPump<TEntity, TView> Commands { get; }

    public bool IsLoaded => Memory.IsLoaded;

    public TimeSpan Age => Memory.Age;

    public Head Head => Memory.Head;

    /// <summary>Whether reads may be answered from memory without waiting for anything.</summary>
    public bool IsFresh => Memory.IsLoaded && Memory.Age < _context.Options.MaxStaleness / 2;

    public async Task<bool> EnsureAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if (freshness == Freshness.Latest)
        {
            return await RefreshAsync(cancellationToken);
        }

        if (!Memory.IsLoaded)
        {
            var load = Memory.RefreshAsync();
            return await Waiting.CompletesWithinAsync(load, LoadWait, _context.Time, cancellationToken) && await load;
        }

        if (Memory.Age < _context.Options.MaxStaleness / 2 || Memory.FailedJustNow)
        {
            return true;
        }

        var refresh = Memory.CurrentRefreshAsync();
        if (Memory.Age >= _context.Options.MaxStaleness
            && _waitedInVain != refresh
            && !await Waiting.CompletesWithinAsync(refresh, RefreshWait, _context.Time, cancellationToken))
        {
            _waitedInVain = refresh;
        }

        return Memory.IsLoaded;
    }

    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var refresh = Memory.RefreshAsync();
        return await Waiting.CompletesWithinAsync(refresh, LatestWait, _context.Time, cancellationToken) && await refresh;
    }

    public Task<bool> CurrentRefreshAsync() => Memory.CurrentRefreshAsync();

    public Task<TableRead<List<RegistryEvent>>> ReadStoredAsync(long first, long last, CancellationToken cancellationToken) =>
        _feed.ReadStoredAsync(first, last, cancellationToken);

    public Task<bool> TrimAsync(long oldest, CancellationToken cancellationToken) => Commands.TrimAsync(oldest, cancellationToken);
}
