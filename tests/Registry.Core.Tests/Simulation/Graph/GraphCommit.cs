using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;

namespace Registry.Core.Tests.Simulation.Graph;

/// <summary>A change of a shard or of the graph, with what was there just before it and just after.</summary>
internal sealed record GraphCommit(long At, GraphMoment Before, GraphMoment After, Change<Agent>? OfAgent, Change<GraphNode>? OfNode)
{
    public string? Correlation => OfAgent?.CorrelationId ?? OfNode?.CorrelationId;

    public string Id => OfAgent?.EntityId ?? OfNode!.EntityId;

    /// <summary>Whether a registration began or ended with it.</summary>
    public bool IsChurn => OfAgent is not null
        && Before.Agents.GetValueOrDefault(Id)?.MutationId != After.Agents.GetValueOrDefault(Id)?.MutationId;
}
