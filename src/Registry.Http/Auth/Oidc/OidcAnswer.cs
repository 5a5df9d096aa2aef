using System.Diagnostics.CodeAnalysis;
using Registry.Core.Agents;

namespace Registry.Http.Auth.Oidc;

/// <summary>What became of a token: a caller, or why there is none.</summary>
internal readonly record struct OidcAnswer
{
    private readonly Caller? _caller;
    private readonly TokenFault? _fault;

    private OidcAnswer(Caller? caller, TokenFault? fault) => (_caller, _fault) = (caller, fault);

    public static implicit operator OidcAnswer(Caller caller) => new(caller, null);

    public static implicit operator OidcAnswer(TokenFault fault) => new(null, fault);

    public bool Is([NotNullWhen(true)] out Caller? caller, [NotNullWhen(false)] out TokenFault? fault)
    {
        (caller, fault) = (_caller, _caller is null ? _fault ?? TokenFault.Malformed : null);
        return caller is not null;
    }
}
