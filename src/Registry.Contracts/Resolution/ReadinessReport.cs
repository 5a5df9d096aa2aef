namespace Registry.Contracts.Resolution;

/// <summary>Whether every required type has a provider that can be used.</summary>
public sealed record ReadinessReport
{
    public required bool Ready { get; init; }

    /// <summary>Type → id of the agent that resolve would give.</summary>
    public required IReadOnlyDictionary<string, string> Available { get; init; }

    /// <summary>Types without a provider that can be used.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
}
