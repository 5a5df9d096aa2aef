using System.Text.Json.Serialization;

namespace Registry.Contracts.Events;

/// <summary>Who did what, or tried to.</summary>
public sealed record AuditEntry
{
    /// <summary>RFC 3339 UTC.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>Name of the key, <c>registry</c> for its jobs; absent where none is known.</summary>
    public string? Actor { get; init; }

    /// <summary>Type of the event; <c>request.refused</c> for a refusal.</summary>
    public required string Type { get; init; }

    /// <summary>The agent that is meant, where one is.</summary>
    public string? AgentId { get; init; }

    /// <summary>False for a refusal.</summary>
    public required bool Success { get; init; }

    /// <summary>Code of the refusal.</summary>
    public string? Error { get; init; }

    /// <summary>Of the request.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>More.</summary>
    public required AuditData Data { get; init; }
}
