namespace Registry.Contracts.Trust;

/// <summary>Who may vouch for agents.</summary>
public sealed record AuthorityRequest
{
    /// <summary>1–128 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Public keys only.</summary>
    public required JwkSet Keys { get; init; }

    /// <summary>Id of the authority above; absent: it is a root. A parent alone proves nothing.</summary>
    public string? Parent { get; init; }

    /// <summary>
    /// The parent's word for it: a JWS in compact form by a key of the parent, with <c>iss</c> (parent), <c>sub</c> (this authority),
    /// <c>key_thumbprints</c> (RFC 7638, of the keys above), <c>capabilities</c> (its ceiling; <c>*</c> for all) and <c>exp</c>. Write-only.
    /// </summary>
    public string? Endorsement { get; init; }
}
