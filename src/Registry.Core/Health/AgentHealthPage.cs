namespace Registry.Core.Health;

/// <param name="Agents">This page.</param>
/// <param name="NextCursor">Opaque; null on the last page.</param>
/// <param name="AgeMs">How old the state behind the answer is.</param>
public sealed record AgentHealthPage(IReadOnlyList<AgentHealth> Agents, string? NextCursor, long AgeMs);
