namespace Registry.Http.Auth.Oidc;

/// <summary>Why a token lets nobody in, for the answer: nothing of the token is in it.</summary>
/// <param name="Detail">A sentence.</param>
internal sealed record TokenFault(string Detail)
{
    public static readonly TokenFault Malformed = new("The token is malformed.");
    public static readonly TokenFault Algorithm = new("The token's algorithm is not one of RS, PS or ES with 256, 384 or 512 bits.");
    public static readonly TokenFault Signature = new("The token is not signed by a key of the authority.");
    public static readonly TokenFault Issuer = new("The token is not of the authority: 'iss' is another.");
    public static readonly TokenFault Audience = new("The token is not for this registry: 'aud' is another.");
    public static readonly TokenFault Lifetime = new("The token has expired, or is not valid yet, or has no 'exp'.");
    public static readonly TokenFault Name = new("The token has no claim that names the caller in 1 to 128 visible characters.");
    public static readonly TokenFault TooMany = new("Too many wrong tokens came from this address: it was not judged.");
    public static readonly TokenFault NoKeys = new("No token can be judged now: the authority's keys can't be had. A key is accepted meanwhile.");
}
