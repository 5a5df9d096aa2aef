namespace Registry.Contracts.Trust;

/// <summary>An authority's word for an agent.</summary>
public sealed record TrustRequest
{
    /// <summary>
    /// A JWS in compact form (ES256, RS256 or PS256), at most 8 KiB, with <c>iss</c> (the authority), <c>sub</c> (the agent), <c>exp</c>,
    /// <c>capabilities</c> (at least those of the agent; <c>*</c> for all), and where wanted <c>nbf</c> and <c>jti</c>. Write-only.
    /// </summary>
    public required string Token { get; init; }
}
