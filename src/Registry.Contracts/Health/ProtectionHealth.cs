using System.Text.Json.Serialization;

namespace Registry.Contracts.Health;

/// <summary>Whether expiry is held back because too many agents would go at once.</summary>
public sealed record ProtectionHealth
{
    public required bool Active { get; init; }

    /// <summary>When it began; absent while it is not active.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? Since { get; init; }

    public string? Reason { get; init; }
}
