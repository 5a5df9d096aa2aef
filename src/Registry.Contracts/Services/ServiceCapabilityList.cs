namespace Registry.Contracts.Services;

/// <summary>Every capability that services have, by name.</summary>
public sealed record ServiceCapabilityList
{
    public required IReadOnlyList<ServiceCapabilityEntry> Capabilities { get; init; }

    public required int Count { get; init; }
}
