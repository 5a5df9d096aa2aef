using Registry.Core.Agents;
using Registry.Http.Auth;
using Registry.Http.Auth.Oidc;
using Registry.Http.Traffic;

namespace Registry.Http;

/// <summary>What the HTTP surface needs to know of the settings.</summary>
public sealed record RegistryHttpOptions
{
    /// <summary>Who may call. Empty, and no <see cref="Oidc"/>: see <see cref="TrustLoopback"/>.</summary>
    public IReadOnlyList<ApiKeyOptions> Keys { get; init; } = [];

    /// <summary>An authority whose tokens are taken beside keys; null for none.</summary>
    public OidcOptions? Oidc { get; init; }

    /// <summary>
    /// With neither keys nor an authority configured: whether callers on loopback that no proxy forwards are <c>admin</c>. For a standalone development
    /// instance only, never under the Functions host, where every caller may seem to come from loopback. Default false: then
    /// everyone gets 401.
    /// </summary>
    public bool TrustLoopback { get; init; }

    /// <summary>Whether everybody may register a system that nobody vouches for, with <c>verify_trust_chain=false</c>: on a development instance. Else an admin may.</summary>
    public bool AllowsUntrustedSystems { get; init; }

    /// <summary>How much may come in.</summary>
    public TrafficLimits Limits { get; init; } = new();

    /// <summary>Web pages of these origins may call, with a key of their own. Empty: those of this registry only.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>What registrations are filled in with.</summary>
    public RegistrationDefaults Defaults { get; init; } = RegistrationDefaults.Standard;

    /// <summary>Types that <c>GET /ready</c> waits for when it is not told.</summary>
    public IReadOnlyList<string> RequiredTypes { get; init; } = [];

    /// <summary>Of the program, for <c>GET /health</c>.</summary>
    public required string Version { get; init; }
}
