namespace Registry.Contracts.Dependencies;

/// <summary>What depends on an agent.</summary>
/// <param name="Dependents">Ids of registered agents.</param>
/// <param name="Count">How many.</param>
public sealed record DependentIds(IReadOnlyList<string> Dependents, int Count);
