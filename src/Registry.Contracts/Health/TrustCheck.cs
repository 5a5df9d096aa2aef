using System.Text.Json.Serialization;

namespace Registry.Contracts.Health;

/// <summary>Whether somebody vouches for the agent, as the last sweep found.</summary>
public sealed record TrustCheck
{
    /// <summary><c>ok</c>, <c>fail</c>, or <c>skipped</c> where nobody ever vouched.</summary>
    public required string Status { get; init; }

    /// <summary>Why not, in one word: <c>expired</c>, <c>authority_revoked</c> …</summary>
    public string? Reason { get; init; }

    /// <summary>Id of the authority.</summary>
    public string? Authority { get; init; }

    /// <summary>When the token ends.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? ExpiresAt { get; init; }
}
