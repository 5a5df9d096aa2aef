namespace Registry.Contracts.Subscriptions;

/// <summary>Asks for events to be pushed.</summary>
public sealed record SubscriptionRequest
{
    /// <summary>Where to: http or https, at most 2,048 characters, without user info. Values of secret parameters (<c>sig=</c>, <c>code=</c> …) are kept, but shown as <c>***</c>.</summary>
    public required string Url { get; init; }

    /// <summary>1 to 32 types of events, or groups of them: <c>agent.registered</c>, <c>agent.*</c>, <c>*</c>.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Only of agents of this type, compared without case.</summary>
    public string? AgentType { get; init; }

    /// <summary>16 to 256 characters; signs every delivery. Never answered.</summary>
    public string? Secret { get; init; }
}
