namespace Registry.Contracts.Dependencies;

/// <summary>What an agent depends on.</summary>
/// <param name="Dependencies">Ids, registered or not.</param>
/// <param name="Count">How many.</param>
public sealed record DependencyIds(IReadOnlyList<string> Dependencies, int Count);
