using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Registry.Core.Agents;
using Registry.Http.Auth.Oidc;
using Registry.Http.Problems;

namespace Registry.Http.Auth;

/// <summary>The one place where a role is asked for. An endpoint that does not say who may call it is closed to all.</summary>
internal sealed class AuthorizationMiddleware(RequestDelegate next, NamespaceRule namespaces)
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

        return caller.Namespaces.Count == 0 || endpoint is not RouteEndpoint route ? next(context) : NextAsync(context, route, caller, required.Role);
    }

    private async Task NextAsync(HttpContext context, RouteEndpoint route, Caller caller, CallerRole required)
    {
        if (await namespaces.CheckAsync(context, route, caller, required) is { } refusal)
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        await next(context);
    }
}
