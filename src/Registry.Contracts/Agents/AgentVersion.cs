using System.Text.Json.Serialization;

namespace Registry.Contracts.Agents;

/// <summary>What an agent was registered as, from one change to the next.</summary>
public sealed record AgentVersion
{
    /// <summary>Of the change that made it; what a rollback names.</summary>
    public required long Revision { get; init; }

    /// <summary>When it was made, by the storage service's clock.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>Name of the key that made it; absent when no key was needed.</summary>
    public string? Actor { get; init; }

    /// <summary><c>agent.registered</c> or <c>agent.updated</c>.</summary>
    public required string Type { get; init; }

    /// <summary>As it is now, or was last before the next version.</summary>
    public required AgentResource Agent { get; init; }
}
