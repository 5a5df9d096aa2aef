using System.Text.Json.Serialization;

namespace Registry.Contracts.Subscriptions;

/// <summary>How asking the URL went.</summary>
public sealed record SubscriptionVerification
{
    /// <summary>In vain.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why it did not agree.</summary>
    public required string Error { get; init; }

    /// <summary>Of the next attempt, RFC 3339 UTC; absent when it is asked no more.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? NextAttempt { get; init; }
}
