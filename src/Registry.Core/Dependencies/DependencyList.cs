namespace Registry.Core.Dependencies;

/// <param name="Ids">Direct dependencies in the order in which they were added; all others by id.</param>
/// <param name="AgeMs">How old the state behind the answer is.</param>
public sealed record DependencyList(IReadOnlyList<string> Ids, long AgeMs);
