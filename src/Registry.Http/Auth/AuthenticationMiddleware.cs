using Microsoft.AspNetCore.Http;

namespace Registry.Http.Auth;

/// <summary>Notes who calls, where the request tells. What they may do is asked later.</summary>
internal sealed class AuthenticationMiddleware(RequestDelegate next, Authenticator authenticator)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (authenticator.Identify(context) is { } caller)
        {
            context.Features.Set(caller);
        }

        return next(context);
    }
}
