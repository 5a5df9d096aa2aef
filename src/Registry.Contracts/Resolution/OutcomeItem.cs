namespace Registry.Contracts.Resolution;

/// <summary>How a call of one of many agents went.</summary>
public sealed record OutcomeItem : OutcomeReport
{
    /// <summary>The agent.</summary>
    public required string Id { get; init; }
}
