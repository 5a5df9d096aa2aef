using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Sharding;
using Registry.Core.Time;

namespace Registry.Core.Lifecycles;

/// <summary>The partition <c>graph</c>: lifecycle and dependencies of all agents in one log, so that one compare-and-swap validates them together.</summary>
internal sealed class GraphPartition
{
    public const string Name = "graph";

    // As for a shard.
    private static readonly TimeSpan RefreshWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LatestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LoadWait = TimeSpan.FromSeconds(30);

    private readonly PartitionContext _context;
    private Task? _waitedInVain;

    /// <param name="context">Table, clocks, options.</param>
    /// <param name="agents">The agent of an id in its shard's memory.</param>
    /// <param name="changed">Hears of an id whose node changed, of null when all may have.</param>
    public GraphPartition(PartitionContext context, Func<string, Agent?> agents, Action<string?> changed)
    {
        _context = context;
        State = new GraphState(agents, changed);
        var rows = new GraphRows();
        Memory = new PartitionMemory<GraphNode, GraphOverlay>(context, Name, State, rows, static () => Task.FromResult(true));
        Commands = new CommandPump<GraphNode, GraphOverlay>(context, Name, Memory, rows);
    }

    public GraphState State { get; }

    public PartitionMemory<GraphNode, GraphOverlay> Memory { get; }

    public CommandPump<GraphNode, GraphOverlay> Commands { get; }

    public long AgeMs => Memory.IsLoaded ? (long)Memory.Age.TotalMilliseconds : 0;

    /// <summary>Whether reads may be answered from memory without waiting for anything.</summary>
    public bool IsFresh => Memory.IsLoaded && Memory.Age < _context.Options.MaxStaleness / 2;

    /// <summary>Unix milliseconds: storage time, or this machine's where that is not known now.</summary>
    public long Now => _context.TryNow(out var now) ? now.Upper : _context.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Looks at the state as it is confirmed.</summary>
    public T Read<T>(Func<GraphState, T> read)
    {
        lock (Memory.Gate)
        {
            return read(State);
        }
    }

    /// <summary>Makes reads answerable. False: they can't be served as asked.</summary>
    public async Task<bool> EnsureAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if (freshness == Freshness.Latest || !Memory.IsLoaded)
        {
            var read = Memory.RefreshAsync();
            var wait = freshness == Freshness.Latest ? LatestWait : LoadWait;
            return await Waiting.CompletesWithinAsync(read, wait, _context.Time, cancellationToken) && await read;
        }

        if (IsFresh || Memory.FailedJustNow)
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
}
