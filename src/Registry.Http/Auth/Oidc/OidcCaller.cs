using System.Text.Json;
using Registry.Core.Agents;

namespace Registry.Http.Auth.Oidc;

/// <summary>Who a token speaks of. It is called only with the claims of a token that has been judged valid.</summary>
internal static class OidcCaller
{
    // No key's name has a ':', so no token can be taken for a key.
    private const string Prefix = "oidc:";
    private const int MaxNameLength = 128;

    /// <summary>Whether a name is one that a token can give: <c>oidc:</c> and 1 to 128 visible characters of ASCII.</summary>
    public static bool IsName(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) && IsValue(name.AsSpan(Prefix.Length));

    /// <summary>Whether a caller came in with a token.</summary>
    public static bool Is(Caller caller) => caller.Name?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>Null where the claim that names it is missing or can't be shown. Without a role of the registry's: <see cref="CallerRole.None"/>.</summary>
    public static Caller? Of(JsonElement claims, OidcOptions options) =>
        claims.TryGetProperty(options.NameClaim, out var name) && name.ValueKind == JsonValueKind.String && name.GetString() is { } value && IsValue(value)
            ? new Caller(Prefix + value, Role(claims, options.RoleClaim))
            : null;

    private static bool IsValue(ReadOnlySpan<char> value) =>
        value.Length is > 0 and <= MaxNameLength && !value.ContainsAnyExceptInRange('!', '~');

    private static CallerRole Role(JsonElement claims, string claim)
    {
        if (!claims.TryGetProperty(claim, out var roles))
        {
            return CallerRole.None;
        }

        return roles.ValueKind switch
        {
            JsonValueKind.String => Highest(roles.GetString()!),
            JsonValueKind.Array => roles.EnumerateArray()
                .Select(static role => role.ValueKind == JsonValueKind.String ? RoleWords.Parse(role.GetString()!) : CallerRole.None)
                .DefaultIfEmpty().Max(),
            _ => CallerRole.None,
        };
    }

    // Scopes are one string with spaces between them (RFC 8693, 4.2).
    private static CallerRole Highest(string words) => words.Split(' ').Max(RoleWords.Parse);
}
