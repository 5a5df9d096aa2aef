namespace Registry.Contracts.Health;

/// <summary>What is known of the storage.</summary>
public sealed record StorageHealth
{
    /// <summary><c>healthy</c> or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Seconds since the oldest state that reads are served from was asked for; fractions. Absent before the first load.</summary>
    public double? AgeSeconds { get; init; }
}
