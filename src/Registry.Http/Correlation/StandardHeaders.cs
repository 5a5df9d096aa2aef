using Microsoft.AspNetCore.Http;

namespace Registry.Http.Correlation;

/// <summary>What every answer carries.</summary>
internal static class StandardHeaders
{
    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers[CorrelationIds.Header] = context.TraceIdentifier;
        headers.XContentTypeOptions = "nosniff";

        // What may be kept says so; a 404 that says nothing is kept by some caches (RFC 9110, 15.1).
        headers.CacheControl = "no-store";
    }
}
