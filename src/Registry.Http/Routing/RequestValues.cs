using Microsoft.AspNetCore.Http;
using Registry.Core.Agents;
using Registry.Core.Discovery;

namespace Registry.Http.Routing;

/// <summary>What handlers read off a request besides its body.</summary>
internal static class RequestValues
{
    private const string NoCache = "no-cache";

    public static string RouteValue(this HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";

    /// <summary>Whom the authorization let in, and with which request.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() is { } caller
            ? caller with { CorrelationId = context.TraceIdentifier }
            : throw new InvalidOperationException("A handler ran without authorization.");

    /// <summary>The parameters after the question mark, one entry a value.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Parameters(this HttpRequest request) =>
        request.Query.SelectMany(static parameter => parameter.Value, static (parameter, value) => KeyValuePair.Create(parameter.Key, value ?? ""));

    public static Freshness Freshness(this HttpContext context)
    {
        var directives = context.Request.Headers.CacheControl;
        return directives.Count > 0 && directives.ToString().Contains(NoCache, StringComparison.OrdinalIgnoreCase)
            ? Core.Discovery.Freshness.Latest
            : Core.Discovery.Freshness.Bounded;
    }
}
