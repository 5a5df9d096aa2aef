using Microsoft.AspNetCore.Http;
using Registry.Core.Agents;
using Registry.Http.Problems;

namespace Registry.Http.Auth;

/// <summary>The one place where a role is asked for. An endpoint that does not say who may call it is closed to all.</summary>
internal sealed class AuthorizationMiddleware(RequestDelegate next, Authenticator authenticator)
{
    private const string Challenge = "Bearer realm=\"agent-registry\"";

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

        if (authenticator.Identify(context) is not { } caller)
        {
            context.Response.Headers.WWWAuthenticate = Challenge;
            return ProblemWriter.WriteAsync(
                context,
                new HttpRefusal(ProblemMapping.Unauthorized, "A valid key is needed: x-functions-key, code or Authorization: Bearer."));
        }

        if (caller.Role < required.Role)
        {
            return ProblemWriter.WriteAsync(context, new HttpRefusal(ProblemMapping.Forbidden, $"The key lacks the role {Name(required.Role)}."));
        }

        context.Features.Set(caller);
        return next(context);
    }

    private static string Name(CallerRole role) => role switch
    {
        CallerRole.Reader => "reader",
        CallerRole.Agent => "agent",
        CallerRole.Operator => "operator",
        _ => "admin",
    };
}
