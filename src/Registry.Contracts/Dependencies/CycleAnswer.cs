namespace Registry.Contracts.Dependencies;

/// <summary>Whether a dependency would be refused for the cycle that it would close.</summary>
public sealed record CycleAnswer(bool WouldCycle);
