namespace Registry.Contracts.Services;

/// <summary>A capability that services have.</summary>
public sealed record ServiceCapabilityEntry
{
    public required string Name { get; init; }

    /// <summary>Those that services say, ascending.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>How many services have it.</summary>
    public required int Services { get; init; }
}
