namespace Registry.Core.Dependencies;

/// <summary>The whole graph at one moment.</summary>
/// <param name="Nodes">Every agent, and what is missing; by id.</param>
/// <param name="Edges">From the dependency to the dependent, by dependent.</param>
/// <param name="AgeMs">How old the state behind it is.</param>
public sealed record GraphSnapshot(
    IReadOnlyList<GraphEntry> Nodes, IReadOnlyList<(string Dependency, string Dependent)> Edges, long AgeMs);
