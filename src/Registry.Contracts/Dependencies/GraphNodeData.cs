namespace Registry.Contracts.Dependencies;

/// <summary>An agent in the graph.</summary>
public sealed record GraphNodeData
{
    public required string Id { get; init; }

    /// <summary>The name; the id where it is missing.</summary>
    public required string Label { get; init; }

    /// <summary>Absent where it is missing.</summary>
    public string? Type { get; init; }

    /// <summary>The lifecycle, or <c>missing</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The health status; absent where it is missing.</summary>
    public string? Health { get; init; }
}
