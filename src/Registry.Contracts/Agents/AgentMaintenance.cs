using System.Text.Json.Serialization;

namespace Registry.Contracts.Agents;

/// <summary>An operator took the agent out of service.</summary>
public sealed record AgentMaintenance
{
    public required string Reason { get; init; }

    /// <summary>When it ends by itself; absent: when somebody ends it.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? Until { get; init; }
}
