using Microsoft.AspNetCore.Http;
using Registry.Core.Agents;
using Registry.Http.Auth.Oidc;
using Registry.Http.Problems;

namespace Registry.Http.Auth;

/// <summary>The one place where a role is asked for. An endpoint that does not say who may call it is closed to all.</summary>
internal sealed class AuthorizationMiddleware(RequestDelegate next)
{
    private const string Challenge = "Bearer realm=\"agent-registry\"";
    private const string NeedsKey = "A valid key is needed: x-functions-key, code or Authorization: Bearer.";

    // RFC 6750, 3.1.
    private const string TokenChallenge = Challenge + ", error=\"invalid_token\"";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            return next(context);
        }

        if (endpoint.Metadata.GetMetadata<RequiredRole>() is not { } required)
        {
            return ProblemWriter.WriteAsync(context, new HttpRefusal(ProblemMapping.Forbidden, "Nobody may call this."));
        }

        if (required.Role == CallerRole.None)
        {
            return next(context);
        }

        if (context.Features.Get<Caller>() is not { } caller)
        {
            var fault = context.Features.Get<TokenFault>();
            context.Response.Headers.WWWAuthenticate = fault is null ? Challenge : TokenChallenge;
            return ProblemWriter.WriteAsync(context, new HttpRefusal(ProblemMapping.Unauthorized, fault?.Detail ?? NeedsKey));
        }

        if (caller.Role < required.Role)
        {
            return ProblemWriter.WriteAsync(context, new HttpRefusal(ProblemMapping.Forbidden, $"The {(OidcCaller.Is(caller) ? "token" : "key")} lacks the role {RoleWords.Of(required.Role)}."));
        }

        return NamespaceRule.Check(endpoint, caller, required.Role) is { } refusal ? ProblemWriter.WriteAsync(context, refusal) : next(context);
    }
}
