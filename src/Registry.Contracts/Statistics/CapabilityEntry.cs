namespace Registry.Contracts.Statistics;

/// <summary>A capability that agents have.</summary>
public sealed record CapabilityEntry
{
    public required string Name { get; init; }

    /// <summary>Those that agents say, ascending.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>How many agents have it.</summary>
    public required int Agents { get; init; }
}
