using Registry.Core.Agents;

namespace Registry.Core.Resolution;

/// <param name="Agents">Whose circuits they are, by id.</param>
/// <param name="Total">How many match.</param>
/// <param name="NextCursor">Null on the last page.</param>
/// <param name="AgeMs">How old the state behind the answer is.</param>
public sealed record CircuitPage(IReadOnlyList<Agent> Agents, int Total, string? NextCursor, long AgeMs);
