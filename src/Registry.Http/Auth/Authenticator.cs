using Microsoft.AspNetCore.Http;
using Registry.Core.Agents;
using Registry.Http.Auth.Oidc;

namespace Registry.Http.Auth;

/// <summary>Finds out who calls.</summary>
internal sealed class Authenticator(RegistryHttpOptions options)
{
    private const string KeyHeader = "x-functions-key";
    private const string KeyParameter = "code";
    private const string BearerScheme = "Bearer ";

    private static readonly Caller LocalAdmin = new(null, CallerRole.Admin);

    private readonly KeyRing _keys = new(options.Keys);

    /// <summary>Null for a stranger, and for who shows a token.</summary>
    public Caller? Identify(HttpContext context)
    {
        if (_keys.IsEmpty && options.Oidc is null)
        {
            return options.TrustLoopback && LocalCallers.IsLocal(context) ? LocalAdmin : null;
        }

        return _keys.Find(Secret(context.Request));
    }

    /// <summary>What may be a token of an authority; null where the request shows none.</summary>
    public static string? Token(HttpRequest request)
    {
        if (request.Headers.ContainsKey(KeyHeader) || request.Headers.Authorization.Count == 0)
        {
            return null;
        }

        var value = Secret(request);
        return OidcAuthenticator.IsToken(value) ? value.ToString() : null;
    }

    private static ReadOnlySpan<char> Secret(HttpRequest request)
    {
        var header = request.Headers[KeyHeader];
        if (header.Count > 0)
        {
            return header.Count == 1 ? header[0] : null;
        }

        var authorization = request.Headers.Authorization;
        if (authorization.Count > 0)
        {
            return authorization.Count == 1 && authorization[0] is { } value && value.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase)
                ? value.AsSpan(BearerScheme.Length).Trim()
                : null;
        }

        if (!request.QueryString.HasValue)
        {
            return null;
        }

        var parameter = request.Query[KeyParameter];
        return parameter.Count == 1 ? parameter[0] : null;
    }
}
