namespace Registry.Contracts.Statistics;

/// <summary>What a cleanup did.</summary>
/// <param name="Removed">How many were removed. One call removes at most 1,000 for their inactivity.</param>
public sealed record CleanupAnswer(int Removed);
