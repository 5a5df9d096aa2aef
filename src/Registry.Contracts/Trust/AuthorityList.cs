namespace Registry.Contracts.Trust;

/// <summary>All authorities, revoked ones included, by id.</summary>
public sealed record AuthorityList
{
    public required IReadOnlyList<AuthorityResource> Authorities { get; init; }

    public required int Count { get; init; }
}
