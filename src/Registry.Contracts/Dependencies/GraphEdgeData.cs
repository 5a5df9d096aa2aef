namespace Registry.Contracts.Dependencies;

/// <summary>A dependency in the graph.</summary>
/// <param name="From">The agent that is depended on.</param>
/// <param name="To">The agent that depends on it.</param>
/// <param name="Label">Always <c>depends_on</c>.</param>
public sealed record GraphEdgeData(string From, string To, string Label);
