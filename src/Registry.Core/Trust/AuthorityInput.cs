namespace Registry.Core.Trust;

/// <summary>An authority as an admin sets it, checked by itself.</summary>
public sealed record AuthorityInput(string Id, string Name, IReadOnlyList<TrustKey> Keys)
{
    public string? Parent { get; init; }

    /// <summary>A JWS in compact form. Whether it proves anything is judged whenever it is needed.</summary>
    public string? Endorsement { get; init; }
}
