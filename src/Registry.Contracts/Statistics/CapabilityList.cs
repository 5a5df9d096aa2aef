namespace Registry.Contracts.Statistics;

/// <summary>Every capability that agents have, by name.</summary>
public sealed record CapabilityList
{
    public required IReadOnlyList<CapabilityEntry> Capabilities { get; init; }

    public required int Count { get; init; }
}
