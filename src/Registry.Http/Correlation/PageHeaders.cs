using Microsoft.AspNetCore.Http;

namespace Registry.Http.Correlation;

/// <summary>What every page for a browser carries besides.</summary>
internal static class PageHeaders
{
    /// <param name="context">Of the request.</param>
    /// <param name="contentSecurityPolicy">What the page needs, and nothing else.</param>
    public static void Set(HttpContext context, string contentSecurityPolicy)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = contentSecurityPolicy;
        headers.XFrameOptions = "DENY";

        // A key may stand in the address (code=…): no other site learns of it.
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }
}
