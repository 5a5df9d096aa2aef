using Registry.Contracts.Agents;

namespace Registry.Contracts.Events;

/// <summary>What an event says of an agent.</summary>
public sealed record EventData
{
    /// <summary>The agent; null where it is about none (<c>registry.protection.changed</c>).</summary>
    public string? AgentId { get; init; }

    /// <summary>Name of the key that asked for it, <c>registry</c> for its jobs; null where no key is configured.</summary>
    public string? Actor { get; init; }

    /// <summary>Of the request that did it.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>With <c>agent.registered</c> and <c>agent.updated</c> the agent after it; with <c>agent.unregistered</c> and
    /// <c>agent.expired</c> the one before it, where that is still known. Its <c>last_seen</c> is as of the change.</summary>
    public AgentResource? Agent { get; init; }

    /// <summary>With <c>agent.dependency.added</c> and <c>agent.dependency.removed</c>: on whom.</summary>
    public IReadOnlyList<string>? Dependencies { get; init; }

    /// <summary>With types that end in <c>changed</c>: what it was.</summary>
    public string? Old { get; init; }

    /// <summary>What it is.</summary>
    public string? New { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}
