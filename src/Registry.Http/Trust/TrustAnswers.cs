using Registry.Contracts.Trust;
using Registry.Core.Trust;

namespace Registry.Http.Trust;

/// <summary>What the registry knows of trust, in the words of the API.</summary>
internal static class TrustAnswers
{
    public static AuthorityResource Of(AuthorityView view) => new()
    {
        Id = view.Authority.Id,
        Name = view.Authority.Name,
        Parent = view.Authority.Parent,
        Keys = new JwkSet { Keys = [.. view.Authority.Keys.Select(Of)] },
        Revoked = view.Authority.IsRevoked,
        Verified = view.Fault is null,
        Reason = view.Fault?.Word,
        RevokedTokens = view.Authority.RevokedTokens.Count,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(view.Authority.CreatedAt),
    };

    public static AgentTrustReport Of(TrustReport report) => new()
    {
        Verified = report.Fault is null,
        Reason = report.Fault?.Word,
        Authority = report.Authority,
        ExpiresAt = report.ExpiresAt is { } expires ? DateTimeOffset.FromUnixTimeMilliseconds(expires) : null,
        Chain = [.. report.Chain.Select(Of)],
    };

    private static TrustChainLink Of(TrustLink link) => new()
    {
        Id = link.Id,
        Name = link.Name,
        Verdict = link.Fault is { } fault ? TrustWords.Reason[fault] : TrustWords.Ok,
    };

    private static Jwk Of(TrustKey key)
    {
        var (first, second) = key.Numbers;
        var jwk = new Jwk { Kty = key.Type, Kid = key.Id, Alg = key.Algorithm, Thumbprint = key.Thumbprint };
        return key.Type == TrustKey.Rsa ? jwk with { N = first, E = second } : jwk with { Crv = "P-256", X = first, Y = second };
    }
}
