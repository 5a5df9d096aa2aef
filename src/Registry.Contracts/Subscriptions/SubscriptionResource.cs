using System.Text.Json.Serialization;

namespace Registry.Contracts.Subscriptions;

/// <summary>Who is sent which events.</summary>
public sealed record SubscriptionResource
{
    /// <summary>Of the subscription.</summary>
    public required string Id { get; init; }

    /// <summary>Where to; values of secret parameters are <c>***</c>.</summary>
    public required string Url { get; init; }

    /// <summary>Types of events, or groups of them.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Only of agents of this type; absent for all.</summary>
    public string? AgentType { get; init; }

    /// <summary><c>active</c>, <c>unverified</c> (the URL has not agreed yet), <c>paused</c>, or <c>ended</c> (the receiver answered 410).</summary>
    public required string Status { get; init; }

    /// <summary>RFC 3339 UTC.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The newest outcomes, at most 50, the newest first. Only in the answer to a GET of this subscription.</summary>
    public IReadOnlyList<SubscriptionDelivery>? Deliveries { get; init; }

    /// <summary>What was given up, the newest 100, the newest first. Only in the answer to a GET of this subscription.</summary>
    public IReadOnlyList<SubscriptionDeadLetter>? DeadLetters { get; init; }

    /// <summary>How many events failed, or wait behind one of their agent that failed, and will be tried again. Only in the answer to a GET of this subscription.</summary>
    public int? Held { get; init; }

    /// <summary>While it is unverified, after the first attempt.</summary>
    public SubscriptionVerification? Verification { get; init; }
}
