namespace Registry.Http.Auth.Oidc;

/// <summary>An authority whose tokens are a way in beside keys, from the settings <c>Registry__Oidc__…</c>.</summary>
public sealed record OidcOptions
{
    /// <summary>Bytes that the metadata, or the keys, may have. Entra ID's keys have 15,000.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Where <c>.well-known/openid-configuration</c> is: for Entra ID <c>https://login.microsoftonline.com/{tenant}/v2.0</c>.</summary>
    public required Uri Authority { get; init; }

    /// <summary>What <c>aud</c> of a token has to have one of.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>The claim with the roles, a string or an array of strings; the highest counts. Default <c>roles</c>.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>The claim that names the caller. It has to be one that the authority never gives to somebody else. Default <c>sub</c>.</summary>
    public string NameClaim { get; init; } = "sub";

    /// <summary>Whether metadata and keys may come without TLS: on a development instance only.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>How the authority is reached: through the outbound guard.</summary>
    public required HttpMessageHandler Backchannel { get; init; }
}
