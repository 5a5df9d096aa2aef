using System.Text.Json.Serialization;

namespace Registry.Contracts.Usage;

/// <summary>How an agent was used since it was registered, over all instances.</summary>
public sealed record AgentUsage
{
    /// <summary>How often it was looked up by its id, or resolved.</summary>
    public required long AccessCount { get; init; }

    /// <summary>To a tenth of a second; absent when it never was.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? LastAccessed { get; init; }
}
