using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Registry.Core.Configuration;

namespace Registry.Core.Trust;

/// <summary>All authorities at one moment. Signatures of endorsements are checked once a moment; times and revocations whenever asked.</summary>
internal sealed class AuthoritySet
{
    // Reading keys costs; most changes of the configuration are of something else.
    private static readonly ConditionalWeakTable<ConfigEntry, Authority> Known = [];

    private readonly Dictionary<string, Authority> _authorities;
    private readonly ConcurrentDictionary<string, Endorsement> _endorsements = new(StringComparer.Ordinal);

    public AuthoritySet(IEnumerable<Authority> authorities) => _authorities = authorities.ToDictionary(authority => authority.Id, StringComparer.Ordinal);

    public static AuthoritySet Of(ConfigSnapshot snapshot) => new(snapshot.Of(ConfigKinds.Authority).Select(static entry => Known.GetValue(entry, AuthorityDocument.Read)));

    public IEnumerable<Authority> All => _authorities.Values.OrderBy(authority => authority.Id, StringComparer.Ordinal);

    public Authority? Find(string id) => _authorities.GetValueOrDefault(id);

    /// <summary>The way from the root down to an authority.</summary>
    /// <param name="id">Who signed.</param>
    /// <param name="key">Thumbprint of the key it signed with; null: any of its keys.</param>
    /// <param name="now">Unix milliseconds.</param>
    public TrustPath PathTo(string id, string? key, long now)
    {
        var links = new List<TrustLink>();
        var ceilings = new List<(string, IReadOnlyList<string>)>();
        var expires = long.MaxValue;
        for (string? next = id; next is not null;)
        {
            if (Find(next) is not { } authority)
            {
                links.Add(new TrustLink(next, next, TrustReason.UnknownAuthority));
                break;
            }

            var parent = authority.Parent is { } above ? Find(above) : null;
            var endorsement = parent is null ? null : EndorsementOf(authority, parent);
            var fault = links.Count == TrustLimits.MaxDepth ? TrustReason.ChainTooDeep
                : links.Any(link => link.Id == next) ? TrustReason.ChainCycle
                : Judge(authority, parent, endorsement, key, now);
            links.Add(new TrustLink(authority.Id, authority.Name, fault));
            if (fault is TrustReason.ChainTooDeep or TrustReason.ChainCycle)
            {
                break;
            }

            if (endorsement is { Fault: null, Token: { } token })
            {
                ceilings.Add((authority.Id, token.Capabilities));
                expires = Math.Min(expires, token.ExpiresAt);
            }

            (next, key) = (authority.Parent, endorsement?.Key);
        }

        links.Reverse();
        ceilings.Reverse();
        return new TrustPath(links, ceilings, expires);
    }

    /// <summary>Whether an authority may vouch now, the ones above it left aside.</summary>
    private static TrustReason? Judge(Authority authority, Authority? parent, Endorsement? endorsement, string? key, long now)
    {
        if (authority.IsRevoked)
        {
            return TrustReason.AuthorityRevoked;
        }

        if (key is { Length: > 0 } && !authority.Has(key))
        {
            return TrustReason.KeyNotFound;
        }

        if (authority.Parent is null)
        {
            return null;
        }

        // Who vouches is unknown: the link above says so. That nobody vouched is this one's fault.
        if (parent is null || endorsement is null)
        {
            return authority.Endorsement is null ? TrustReason.NotEndorsed : null;
        }

        if (endorsement.Fault is not null || endorsement.Token is not { } token)
        {
            return endorsement.Fault;
        }

        return parent.HasRevoked(token.Id) ? TrustReason.TokenRevoked
            : TrustTimes.Fault(token.NotBefore, token.ExpiresAt, now)
            ?? (IsEndorsed(authority, key, token.KeyThumbprints!) ? null : TrustReason.KeyNotEndorsed);
    }

    private static bool IsEndorsed(Authority authority, string? key, IReadOnlyList<string> thumbprints) =>
        key is { Length: > 0 }
            ? thumbprints.Contains(key, StringComparer.Ordinal)
            : authority.Keys.Any(own => thumbprints.Contains(own.Thumbprint, StringComparer.Ordinal));

    private Endorsement EndorsementOf(Authority authority, Authority parent) =>
        _endorsements.GetOrAdd(authority.Id, static (_, pair) => Endorsement.Of(pair.authority, pair.parent), (authority, parent));
}
