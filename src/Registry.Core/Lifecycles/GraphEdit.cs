using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Lifecycles;

/// <summary>Collects the changes of one command on the graph: numbers, times and author are filled in here.</summary>
internal sealed class GraphEdit(GraphOverlay view, DecisionContext context, Caller caller)
{
    /// <summary>Nodes of agents that are gone that one command removes at the most: with its own changes they fit one transaction.</summary>
    public const int MaxBuried = 40;

    private const char Separator = ',';

    private readonly List<Change<GraphNode>> _changes = [];

    public IReadOnlyList<Change<GraphNode>> Changes => _changes;

    /// <summary>Adds a change; the agent's rate is charged once a command.</summary>
    /// <returns>The node as it is after it.</returns>
    public GraphNode Add(string type, GraphNode after, string? old = null, string? @new = null, string? reason = null, bool counted = true)
    {
        BuryIfOther(after);
        var seq = view.NextSeq + _changes.Count;
        var node = after with { Seq = seq, ChangedAt = context.Now.Upper, Epoch = EpochOf(after) };
        _changes.Add(Fill(new Change<GraphNode>(seq, type, after.Id, node) { MutationId = context.MutationId }) with
        {
            Old = old,
            New = @new,
            Reason = reason,
            Counted = counted && !_changes.Exists(change => change.Counted && change.EntityId == after.Id),
        });
        return node;
    }

    /// <summary>Adds the change of lifecycle, if it is one.</summary>
    public GraphNode Move(GraphNode before, GraphNode after, string reason, bool counted = true) =>
        before.Lifecycle == after.Lifecycle
            ? after
            : Add(
                ChangeTypes.LifecycleChanged,
                after with { EverActive = after.EverActive || after.Lifecycle == Lifecycle.Active, IsPending = false },
                AgentWords.Lifecycle[before.Lifecycle],
                AgentWords.Lifecycle[after.Lifecycle],
                reason,
                counted);

    /// <summary>Removes a node whose agent is gone; its edges go with it.</summary>
    public void Bury(string id)
    {
        if (view.Find(id) is not { } node || _changes.Exists(change => change.EntityId == id))
        {
            return;
        }

        var seq = view.NextSeq + _changes.Count;
        var change = Fill(new Change<GraphNode>(seq, ChangeTypes.LifecycleChanged, id, null) { MutationId = context.MutationId });
        _changes.Add(node.Dependencies.Count > 0
            ? change with { Type = ChangeTypes.DependencyRemoved, New = Join(node.Dependencies), Reason = "unregistered" }
            : change with { Old = AgentWords.Lifecycle[node.Lifecycle], Reason = "unregistered" });
    }

    /// <summary>Ids in one column: no id has a comma.</summary>
    public static string Join(IEnumerable<string> ids) => string.Join(Separator, ids);

    public static string[] Split(string ids) => ids.Split(Separator);

    /// <summary>What an earlier registration of the id left goes first.</summary>
    private void BuryIfOther(GraphNode after)
    {
        if (view.Find(after.Id) is { } other && other.MutationId != after.MutationId)
        {
            Bury(after.Id);
        }
    }

    /// <summary>A node that a registration made before it was there hears of it with the next change.</summary>
    private long EpochOf(GraphNode node) =>
        node.Epoch == 0 && !node.IsPending && view.Agent(node.Id) is { } agent && agent.MutationId == node.MutationId ? agent.Epoch : node.Epoch;

    private Change<GraphNode> Fill(Change<GraphNode> change) => change with
    {
        Actor = caller.Name,
        CorrelationId = caller.CorrelationId,
        Time = context.Now.Upper,
    };
}
