using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Lifecycles;

/// <summary>The partition <c>graph</c>: lifecycle and dependencies of all agents in one log, so that one compare-and-swap validates them together.</summary>
internal sealed class GraphPartition
{
    public const string Name = "graph";

    private readonly PartitionContext _context;

    /// <param name="context">Table, clocks, options.</param>
    /// <param name="agents">The agent of an id in its shard's memory.</param>
    /// <param name="known">How far that memory knows an id's shard.</param>
    /// <param name="changed">Hears of an id whose node changed, of null when all may have.</param>
    public GraphPartition(PartitionContext context, Func<string, Agent?> agents, Func<string, long> known, Action<string?> changed)
    {
        _context = context;
        State = new GraphState(agents, known, changed);
        Log = new LogPartition<GraphNode, GraphOverlay>(context, Name, State, new GraphRows(), new GraphEvents(State));
    }

    public GraphState State { get; }

    public LogPartition<GraphNode, GraphOverlay> Log { get; }

    public CommandPump<GraphNode, GraphOverlay> Commands => Log.Commands;

    public long AgeMs => Log.IsLoaded ? (long)Log.Age.TotalMilliseconds : 0;

    /// <summary>Unix milliseconds: storage time, or this machine's where that is not known now.</summary>
    public long Now => _context.TryNow(out var now) ? now.Upper : _context.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Looks at the state as it is confirmed.</summary>
    public T Read<T>(Func<GraphState, T> read)
    {
        lock (Log.Memory.Gate)
        {
            return read(State);
        }
    }
}
