using System.Text.Json.Serialization;

namespace Registry.Contracts.Trust;

/// <summary>How far an agent is trusted, by the authorities as they are now.</summary>
public sealed record AgentTrustReport
{
    public required bool Verified { get; init; }

    /// <summary>Why not, in one word; <c>not_established</c> where nobody ever vouched.</summary>
    public string? Reason { get; init; }

    /// <summary>Id of the authority that signed.</summary>
    public string? Authority { get; init; }

    /// <summary>When the first of token and endorsements ends.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>From the root down to the agent.</summary>
    public required IReadOnlyList<TrustChainLink> Chain { get; init; }
}
