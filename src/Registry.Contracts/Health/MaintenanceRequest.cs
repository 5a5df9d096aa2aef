using System.Text.Json.Serialization;

namespace Registry.Contracts.Health;

/// <summary>Takes an agent out of service.</summary>
public sealed record MaintenanceRequest
{
    /// <summary>1 … 256 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>When it ends by itself, in the future; absent: when somebody ends it.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? Until { get; init; }
}
