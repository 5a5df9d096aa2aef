using System.Text.Json.Serialization;

namespace Registry.Contracts.Trust;

/// <summary>An authority as answered.</summary>
public sealed record AuthorityResource
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Absent for a root.</summary>
    public string? Parent { get; init; }

    public required JwkSet Keys { get; init; }

    /// <summary>For good: nothing that it vouched for counts.</summary>
    public required bool Revoked { get; init; }

    /// <summary>Whether it may vouch now: every link above it holds.</summary>
    public required bool Verified { get; init; }

    /// <summary>Why it may not, in one word.</summary>
    public string? Reason { get; init; }

    /// <summary>How many of its tokens are revoked.</summary>
    public required int RevokedTokens { get; init; }

    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset CreatedAt { get; init; }
}
