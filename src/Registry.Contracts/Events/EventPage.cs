namespace Registry.Contracts.Events;

/// <summary>What happened after a cursor.</summary>
public sealed record EventPage
{
    /// <summary>In order for each agent as its shard has them, and as the graph has them; across both, and across agents, by time.</summary>
    public required IReadOnlyList<CloudEvent> Events { get; init; }

    /// <summary>Ask with it for what comes next. It moves past events that a filter left out, too.</summary>
    public required string Cursor { get; init; }
}
