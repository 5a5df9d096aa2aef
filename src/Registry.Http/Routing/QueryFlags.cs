using Microsoft.AspNetCore.Http;
using Registry.Core;

namespace Registry.Http.Routing;

/// <summary>Parameters that are true or false.</summary>
internal static class QueryFlags
{
    /// <summary>False where it is absent.</summary>
    public static bool Read(HttpContext context, string name, FieldErrors errors)
    {
        if (!context.Request.Query.TryGetValue(name, out var given) || given == "false")
        {
            return false;
        }

        if (given != "true")
        {
            errors.Add(name, "must be true or false");
        }

        return given == "true";
    }
}
