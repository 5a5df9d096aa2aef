using System.Diagnostics.CodeAnalysis;
using Registry.Core.Agents;
using Registry.Core.Dependencies;
using Registry.Core.Sharding;

namespace Registry.Core.Lifecycles;

/// <summary>
/// What commands on the graph decide on: the nodes and edges with the changes of a group laid over, and beside them the agents as their shards have
/// them in memory, no older than the request. The commit validates the first. Of the second three things are used: that a registration is there,
/// who may change it, and the lifecycle that it began in, which never changes. The graph may be ahead of it: a node of a registration that the
/// memory does not reach yet counts.
/// </summary>
internal sealed class GraphOverlay(GraphState state, EdgeIndex edges, long nextSeq) : IPartitionView<GraphNode>
{
    // A registration commits its edges first; its shard has it well within this time, or never.
    public const long PendingMs = 60_000;

    private readonly Dictionary<string, GraphNode?> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _rates = new(StringComparer.Ordinal);

    public long NextSeq { get; private set; } = nextSeq;

    /// <summary>The edges with those of the group.</summary>
    public EdgeIndex Edges => edges;

    public GraphNode? Find(string id) => _changed.TryGetValue(id, out var node) ? node : state.Find(id);

    /// <summary>
    /// The agent of an id. None where its node went, or is of a later registration: then its own is over, and only its shard's memory does not know
    /// that yet.
    /// </summary>
    public Agent? Agent(string id) =>
        state.Agent(id) is { } agent && (agent.Node is null || Of(agent) is not null) && !(Find(id)?.Epoch > agent.Epoch) ? agent : null;

    /// <summary>The agent of an id, for a command of one who may change it.</summary>
    public bool TryAgent(string id, Caller caller, [NotNullWhen(true)] out Agent? agent, [NotNullWhen(false)] out Refusal? refusal)
    {
        agent = Agent(id);
        refusal = agent is null ? Refusal.NotFound(id)
            : !caller.MayChange(agent) ? Refusals.Forbidden(caller, agent)
            : IsPendingOfOther(id, agent.MutationId) ? Refusals.BeingRegistered(id)
            : null;
        return refusal is null;
    }

    /// <summary>Whether the id is registered: also by a registration that its shard's memory does not reach yet.</summary>
    public bool IsTaken(string id) => Agent(id) is not null || Find(id)?.Epoch > state.Known(id);

    /// <summary>Whether another registration of the id is being made: which of the two there will be, its shard decides.</summary>
    public bool IsPendingOfOther(string id, string mutationId) => Find(id) is { } node && node.MutationId != mutationId && IsUnderWay(node);

    /// <summary>The node that counts for an agent; null where it has none.</summary>
    public GraphNode? Of(Agent agent) => Find(agent.Id) is { } node && node.MutationId == agent.MutationId ? node : null;

    /// <summary>The node of an agent, or the one that its first change would make.</summary>
    public GraphNode NodeOf(Agent agent) => Of(agent) ?? new GraphNode
    {
        Id = agent.Id,
        MutationId = agent.MutationId,
        Epoch = agent.Epoch,
        Lifecycle = agent.FirstLifecycle,
        EverActive = agent.FirstLifecycle == Lifecycle.Active,
    };

    /// <summary>The lifecycle of an agent that is registered; null for one that is not.</summary>
    public Lifecycle? LifecycleOf(string id) => Agent(id) is { } agent ? Of(agent)?.Lifecycle ?? agent.FirstLifecycle : null;

    /// <summary>Whether the owner of a node is registered, as far as is known here.</summary>
    public bool IsRegistered(GraphNode node) => Agent(node.Id)?.MutationId == node.MutationId;

    /// <summary>Whether the owner of a node may be registered or on the way to it. Only what certainly is over does not count.</summary>
    public bool Counts(GraphNode node) => IsUnderWay(node) || node.Epoch > state.Known(node.Id) || IsRegistered(node);

    /// <summary>Whether a registration made it whose shard may not have been read since that was to have it. Asked before what is known of the agent.</summary>
    private bool IsUnderWay(GraphNode node) => node.IsPending && state.AgentsAsOf - node.ChangedAt <= PendingMs;

    public bool AllowsChange(string id, long now) => ChangeRate.Allows(Rate(id), now);

    public void Apply(Change<GraphNode> change)
    {
        var id = change.EntityId;
        edges.Try(id, Find(id)?.Dependencies ?? [], change.After?.Dependencies ?? []);
        if (change.Counted)
        {
            _rates[id] = ChangeRate.After(Rate(id), change.Time);
        }

        _changed[id] = change.After;
        NextSeq = change.Seq + 1;
    }

    private long Rate(string id) => _rates.TryGetValue(id, out var rate) ? rate : state.Rate(id);
}
