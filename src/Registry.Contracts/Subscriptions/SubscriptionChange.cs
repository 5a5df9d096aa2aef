namespace Registry.Contracts.Subscriptions;

/// <summary>What is to become of a subscription; what is absent stays.</summary>
public sealed record SubscriptionChange
{
    /// <summary>Another URL has to agree first.</summary>
    public string? Url { get; init; }

    /// <summary>1 to 32 types of events, or groups of them.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Null: of all types.</summary>
    public string? AgentType { get; init; }

    /// <summary>Null: deliveries are not signed any more.</summary>
    public string? Secret { get; init; }

    /// <summary><c>paused</c> or <c>active</c>; the latter also takes up one that ended, from now on.</summary>
    public string? Status { get; init; }
}
