using System.Diagnostics.CodeAnalysis;

namespace Registry.Http.Auth.Oidc;

/// <summary>What became of what a caller showed: a valid token, or why it is none.</summary>
internal readonly record struct OidcAnswer
{
    private readonly OidcToken? _token;
    private readonly TokenFault? _fault;

    private OidcAnswer(OidcToken? token, TokenFault? fault) => (_token, _fault) = (token, fault);

    public static implicit operator OidcAnswer(OidcToken token) => new(token, null);

    public static implicit operator OidcAnswer(TokenFault fault) => new(null, fault);

    public bool Is([NotNullWhen(true)] out OidcToken? token, [NotNullWhen(false)] out TokenFault? fault)
    {
        (token, fault) = (_token, _token is null ? _fault ?? TokenFault.Malformed : null);
        return token is not null;
    }
}
