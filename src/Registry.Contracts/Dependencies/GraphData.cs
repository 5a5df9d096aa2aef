namespace Registry.Contracts.Dependencies;

/// <summary>Who depends on whom, to draw it.</summary>
/// <param name="Nodes">Every agent, and what is missing.</param>
/// <param name="Edges">Every dependency.</param>
public sealed record GraphData(IReadOnlyList<GraphNodeData> Nodes, IReadOnlyList<GraphEdgeData> Edges);
