namespace Registry.Contracts.Health;

/// <summary>One partition as this instance holds it.</summary>
public sealed record ShardHealth
{
    public required string Name { get; init; }

    /// <summary><c>healthy</c>, <c>loading</c>, <c>degraded</c> (from memory, storage does not answer) or <c>unhealthy</c> (can't be read).</summary>
    public required string Status { get; init; }

    /// <summary>How many agents it has.</summary>
    public int? Agents { get; init; }

    /// <summary>Seconds; fractions. Absent while it is not loaded.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>Why it is not healthy.</summary>
    public string? Reason { get; init; }
}
