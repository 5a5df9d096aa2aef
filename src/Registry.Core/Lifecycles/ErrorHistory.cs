namespace Registry.Core.Lifecycles;

/// <param name="Errors">Oldest first, at most <see cref="AgentError.Kept"/>.</param>
/// <param name="AgeMs">How old the state behind the answer is.</param>
public sealed record ErrorHistory(IReadOnlyList<AgentError> Errors, long AgeMs);
