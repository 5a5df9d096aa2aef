using Registry.Core.Agents;

namespace Registry.Http.Auth.Oidc;

/// <summary>A token that was found valid: whose it is, and its <c>exp</c>.</summary>
internal sealed record OidcToken(Caller Caller, DateTimeOffset ExpiresAt)
{
    /// <summary>What an authority's clock and this one may differ by.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    // Timers take 49 days at the most.
    private static readonly TimeSpan MostLeft = TimeSpan.FromDays(30);

    /// <summary>How long it lets in, or 30 days if that is less; zero once it does no more.</summary>
    public TimeSpan Left(DateTimeOffset now) => TimeSpan.FromTicks(Math.Clamp((ExpiresAt - now + Skew).Ticks, 0, MostLeft.Ticks));
}
