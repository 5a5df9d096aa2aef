using Registry.Core.Agents;

namespace Registry.Http.Auth.Oidc;

/// <summary>A token that was found valid: whose it is, and until when that stands.</summary>
internal sealed record OidcToken(Caller Caller, DateTimeOffset ExpiresAt);
