using Registry.Core.Events;
using Registry.Core.Sharding;

namespace Registry.Core.Lifecycles;

/// <summary>Events of the changes of nodes.</summary>
/// <param name="state">As it is now.</param>
internal sealed class GraphEvents(GraphState state) : IEventMaker<GraphNode>
{
    public GraphNode? Find(string entityId) => state.Find(entityId);

    public RegistryEvent Make(string partition, Change<GraphNode> change, GraphNode? before)
    {
        // A change of edges names them where others say what is new.
        var edges = change.Type is ChangeTypes.DependencyAdded or ChangeTypes.DependencyRemoved;
        return new RegistryEvent(partition, change.Seq, change.Type, change.EntityId)
        {
            Time = change.Time,
            Actor = change.Actor,
            CorrelationId = change.CorrelationId,
            Old = change.Old,
            New = edges ? null : change.New,
            Reason = change.Reason,
            Dependencies = edges && change.New is { } ids ? GraphEdit.Split(ids) : null,
        };
    }
}
