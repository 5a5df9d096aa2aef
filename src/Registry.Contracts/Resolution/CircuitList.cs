namespace Registry.Contracts.Resolution;

/// <summary>A page of circuits, by the ids of their agents.</summary>
public sealed record CircuitList
{
    public required IReadOnlyList<AgentCircuit> Circuits { get; init; }

    /// <summary>On this page.</summary>
    public required int Count { get; init; }

    /// <summary>That match.</summary>
    public required int Total { get; init; }

    /// <summary>Absent on the last page.</summary>
    public string? NextCursor { get; init; }
}
