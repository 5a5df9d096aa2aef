using Registry.Core.Agents;

namespace Registry.Core.Discovery;

/// <param name="Agents">This page.</param>
/// <param name="Total">All that match.</param>
/// <param name="NextCursor">Opaque; null on the last page.</param>
/// <param name="AgeMs">How old the state behind the answer is.</param>
public sealed record DiscoveryResult(IReadOnlyList<AgentView> Agents, int Total, string? NextCursor, long AgeMs);
