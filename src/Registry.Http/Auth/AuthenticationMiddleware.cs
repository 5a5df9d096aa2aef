using Microsoft.AspNetCore.Http;
using Registry.Http.Auth.Oidc;
using Registry.Http.Traffic;

namespace Registry.Http.Auth;

/// <summary>Notes who calls, where the request tells. What they may do is asked later.</summary>
internal sealed class AuthenticationMiddleware(RequestDelegate next, Authenticator authenticator, OidcAuthenticator? tokens = null)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (authenticator.Identify(context) is { } caller)
        {
            context.Features.Set(caller);
        }
        else if (tokens is not null && Authenticator.Token(context.Request) is { } token)
        {
            return IdentifyAsync(context, tokens, token);
        }
        else
        {
            StrangersPace.Set(context);
        }

        return next(context);
    }

    private async Task IdentifyAsync(HttpContext context, OidcAuthenticator tokens, string shown)
    {
        if ((await tokens.IdentifyAsync(context, shown)).Is(out var token, out var fault))
        {
            context.Features.Set(token);
            context.Features.Set(token.Caller);
            await next(context);
            return;
        }

        StrangersPace.Set(context);
        if (fault == TokenFault.TooMany)
        {
            await TrafficRules.RefuseAsync(context);
            return;
        }

        context.Features.Set(fault);
        await next(context);
    }
}
