namespace Registry.Contracts.Health;

/// <summary>What one sweep did.</summary>
/// <param name="Unreachable">How many agents it marked.</param>
/// <param name="Expired">How many it removed.</param>
public sealed record SweepAnswer(int Unreachable, int Expired);
