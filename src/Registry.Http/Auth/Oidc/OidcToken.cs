using Registry.Core.Agents;

namespace Registry.Http.Auth.Oidc;

/// <summary>A token that was found valid: whose it is, and its <c>exp</c>.</summary>
internal sealed record OidcToken(Caller Caller, DateTimeOffset ExpiresAt);
