using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Registry.Http.Routing;

/// <summary>The headers of every answer that is read from memory.</summary>
internal static class ReadHeaders
{
    /// <param name="context">Of the request.</param>
    /// <param name="ageMs">How old the state behind the answer is.</param>
    public static void Set(HttpContext context, long ageMs)
    {
        var headers = context.Response.Headers;
        headers.Age = (ageMs / 1000).ToString(CultureInfo.InvariantCulture);

        // A cache on the way may keep it only to revalidate it: its age would count twice.
        headers.CacheControl = "no-cache";
    }
}
