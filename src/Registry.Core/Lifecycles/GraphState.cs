using System.Collections.Concurrent;
using Registry.Core.Agents;
using Registry.Core.Dependencies;
using Registry.Core.Sharding;
using Registry.Core.Time;

namespace Registry.Core.Lifecycles;

/// <summary>The nodes of the graph and the index of their edges.</summary>
/// <param name="agents">The agent of an id as its shard has it in memory; may be called under the graph's gate.</param>
/// <param name="known">The newest change of an id's shard that <paramref name="agents"/> knows at least; asked first.</param>
/// <param name="changed">Hears of an id whose node changed, after it did; of null when all may have. Called under the graph's gate.</param>
internal sealed class GraphState(Func<string, Agent?> agents, Func<string, long> known, Action<string?> changed) : IPartitionState<GraphNode, GraphOverlay>
{
    private readonly ConcurrentDictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _rates = new(StringComparer.Ordinal);
    private readonly EdgeIndex _edges = new();
    private long _agentsAsOf;

    public int Count => _nodes.Count;

    /// <summary>The confirmed edges. Under the gate.</summary>
    public EdgeIndex Edges
    {
        get
        {
            _edges.TakeBack();
            return _edges;
        }
    }

    /// <summary>All of them, in no particular order.</summary>
    public IEnumerable<GraphNode> Nodes => _nodes.Values;

    /// <summary>Whoever's node it is. May be called without the gate: nodes are immutable.</summary>
    public GraphNode? Find(string id) => _nodes.GetValueOrDefault(id);

    /// <summary>The node that counts for an agent; null where it has none. May be called without the gate.</summary>
    public GraphNode? Of(Agent agent) => Find(agent.Id) is { } node && node.MutationId == agent.MutationId ? node : null;

    /// <summary>
    /// The agent with the node that counts for it. May be called without the gate. A node goes only after its registration ended: where a shard does not
    /// know that yet, its agent keeps the last one, and does not seem to be as it began.
    /// </summary>
    public Agent Join(Agent agent) => Of(agent) is { } node && !ReferenceEquals(node, agent.Node) ? agent with { Node = node } : agent;

    public Agent? Agent(string id) => agents(id);

    public long Known(string id) => known(id);

    /// <summary>Unix milliseconds, storage time: the agents of all shards are known at least as they were then; 0 where that was not known.</summary>
    public long AgentsAsOf => Volatile.Read(ref _agentsAsOf);

    /// <summary>All shards were read, by requests sent after a time.</summary>
    public void AgentsRead(StorageInstant since)
    {
        for (var before = AgentsAsOf; since.Lower > before; before = AgentsAsOf)
        {
            Interlocked.CompareExchange(ref _agentsAsOf, since.Lower, before);
        }
    }

    /// <summary>See <see cref="ChangeRate"/>.</summary>
    public long Rate(string id) => _rates.GetValueOrDefault(id);

    public GraphOverlay Overlay(long nextSeq)
    {
        _edges.TakeBack();
        return new GraphOverlay(this, _edges, nextSeq);
    }

    public void Apply(Change<GraphNode> change)
    {
        var id = change.EntityId;
        _edges.Replace(id, Find(id)?.Dependencies ?? [], change.After?.Dependencies ?? []);
        if (change.After is { } after)
        {
            _nodes[id] = after;
            if (change.Counted)
            {
                _rates[id] = ChangeRate.After(Rate(id), change.Time);
            }
        }
        else
        {
            _nodes.TryRemove(id, out _);
            _rates.Remove(id);
        }

        changed(id);
    }

    public string? Reset(IEnumerable<GraphNode> entities)
    {
        _nodes.Clear();
        _rates.Clear();
        _edges.Clear();
        foreach (var node in entities)
        {
            _nodes[node.Id] = node;
            _edges.Replace(node.Id, [], node.Dependencies);
        }

        changed(null);
        return null;
    }
}
