namespace Registry.Contracts.Services;

/// <summary>How many services there are. Those unknown or in maintenance are in the total alone.</summary>
public sealed record ServiceStatistics
{
    public required int TotalServices { get; init; }

    public required int HealthyServices { get; init; }

    /// <summary>Those that are unreachable too.</summary>
    public required int UnhealthyServices { get; init; }

    public required int DegradedServices { get; init; }

    /// <summary>Different names.</summary>
    public required int UniqueCapabilities { get; init; }

    /// <summary>Rounded to 2 decimals; 0 without services.</summary>
    public required double AverageCapabilitiesPerService { get; init; }
}
