namespace Registry.Contracts.Agents;

/// <summary>Which version to go back to.</summary>
public sealed record RollbackRequest
{
    /// <summary>A revision that the agent had: its version then becomes the current one.</summary>
    public required long Revision { get; init; }
}
