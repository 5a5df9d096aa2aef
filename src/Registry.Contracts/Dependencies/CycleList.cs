namespace Registry.Contracts.Dependencies;

/// <summary>Cycles of dependencies. The registry accepts none.</summary>
/// <param name="Cycles">Each from an agent back to it.</param>
public sealed record CycleList(IReadOnlyList<IReadOnlyList<string>> Cycles);
