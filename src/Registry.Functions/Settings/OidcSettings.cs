namespace Registry.Functions.Settings;

/// <summary>An authority (OpenID Connect, Entra ID) whose tokens let callers in beside keys.</summary>
/// <param name="Authority">Below it is <c>.well-known/openid-configuration</c>.</param>
/// <param name="Audiences">One of these a token's <c>aud</c> has to be.</param>
/// <param name="RoleClaim">Default <c>roles</c>.</param>
/// <param name="NameClaim">Default <c>sub</c>.</param>
internal sealed record OidcSettings(Uri Authority, IReadOnlyList<string> Audiences, string RoleClaim, string NameClaim)
{
    private const string AuthorityName = "Registry__Oidc__Authority";
    private const string AudienceName = "Registry__Oidc__Audience";
    private const int MaxAudiences = 8;
    private const int MaxLength = 256;

    /// <summary>Null where no authority is set.</summary>
    public static OidcSettings? Read(SettingReader reader, bool isDevelopment)
    {
        var address = reader.Text(AuthorityName);
        var audiences = reader.Text(AudienceName)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        var roleClaim = Claim(reader, "Registry__Oidc__RoleClaim", "roles");
        var nameClaim = Claim(reader, "Registry__Oidc__NameClaim", "sub");
        if (audiences.Length > MaxAudiences || audiences.Any(static audience => audience.Length > MaxLength) || (audiences.Length == 0) != (address is null))
        {
            reader.Refuse(AudienceName, $"must be what tokens for this registry have as 'aud', at most {MaxAudiences} separated by commas, where {AuthorityName} is set, and nowhere else");
        }

        if (address is null)
        {
            return null;
        }

        if (Uri.TryCreate(address, UriKind.Absolute, out var authority) && IsAuthority(authority, isDevelopment))
        {
            return new OidcSettings(authority, audiences, roleClaim, nameClaim);
        }

        reader.Refuse(AuthorityName, "must be an https URL without user, query and fragment, such as https://login.microsoftonline.com/{tenant}/v2.0; http on a development instance only");
        return null;
    }

    private static bool IsAuthority(Uri uri, bool isDevelopment) =>
        (uri.Scheme == Uri.UriSchemeHttps || (isDevelopment && uri.Scheme == Uri.UriSchemeHttp))
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    private static string Claim(SettingReader reader, string name, string fallback)
    {
        var claim = reader.Text(name) ?? fallback;
        if (claim.Length > MaxLength || claim.Any(char.IsControl))
        {
            reader.Refuse(name, $"must be the name of a claim, of at most {MaxLength} characters without control characters");
        }

        return claim;
    }
}
