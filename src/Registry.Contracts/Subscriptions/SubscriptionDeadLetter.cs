using System.Text.Json.Serialization;

namespace Registry.Contracts.Subscriptions;

/// <summary>What was given up.</summary>
public sealed record SubscriptionDeadLetter
{
    /// <summary>Of the event; for changes that were trimmed before they could be sent, their range: <c>s0:17-s0:40</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Of the event; absent for a range.</summary>
    public string? Type { get; init; }

    /// <summary>What it is about; absent for a range.</summary>
    public string? AgentId { get; init; }

    /// <summary>When it was given up, RFC 3339 UTC.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>That failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>Of the last answer; absent where there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Why.</summary>
    public required string Error { get; init; }
}
