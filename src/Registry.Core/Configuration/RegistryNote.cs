namespace Registry.Core.Configuration;

/// <summary>Something that happened to the registry, or could not be done for an agent: in the log of <c>config</c> without an entry.</summary>
/// <param name="Type">Of the event.</param>
internal sealed record RegistryNote(string Type)
{
    /// <summary>The agent that it is about, where it is about one.</summary>
    public string? AgentId { get; init; }

    /// <summary>The partition that it is about, where it is about one.</summary>
    public string? Partition { get; init; }

    public string? Old { get; init; }

    public string? New { get; init; }

    public required string Reason { get; init; }
}
