namespace Registry.Contracts.Agents;

/// <summary>The versions of an agent.</summary>
public sealed record AgentVersionList
{
    /// <summary>The current one, then at most 10 before it, the newest first.</summary>
    public required IReadOnlyList<AgentVersion> Versions { get; init; }

    public required int Count { get; init; }
}
