using System.Text.Json.Serialization;

namespace Registry.Contracts.Subscriptions;

/// <summary>The newest outcome of an event.</summary>
public sealed record SubscriptionDelivery
{
    /// <summary>Of the event.</summary>
    public required string EventId { get; init; }

    /// <summary>Of the newest attempt, RFC 3339 UTC.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>All of them.</summary>
    public required int Attempts { get; init; }

    /// <summary>Of the newest answer; absent where there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Why it is no delivery; absent for one.</summary>
    public string? Error { get; init; }
}
