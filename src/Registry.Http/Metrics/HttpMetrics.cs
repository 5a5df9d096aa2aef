using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Registry.Core.Diagnostics;

namespace Registry.Http.Metrics;

/// <summary>
/// Counts and times requests by OpenTelemetry's HTTP conventions. The framework's own instrument would do standalone, but under the
/// Functions host it sees one catch-all route.
/// </summary>
internal sealed class HttpMetrics
{
    private const string Method = "http.request.method";
    private const string Route = "http.route";
    private const string Status = "http.response.status_code";

    // A path that is no route is one label value, however many of them somebody tries.
    private const string Unmatched = "unmatched";
    private const string OtherMethod = "_OTHER";

    private const int Statuses = 600;

    // Boxed once: a tag's value is an object.
    private static readonly object[] BoxedStatuses = [.. Enumerable.Range(0, Statuses).Select(status => (object)status)];

    private readonly Histogram<double> _duration;

    public HttpMetrics(RegistryMetrics metrics) =>
        _duration = metrics.Meter.CreateHistogram("http.server.request.duration", "s", "Requests, by route and answer", null, Buckets.Seconds);

    public bool IsObserved => _duration.Enabled;

    public void Answered(HttpContext context, TimeSpan duration)
    {
        var (method, route, status) = Describe(context);
        _duration.Record(
            duration.TotalSeconds,
            KeyValuePair.Create<string, object?>(Method, method),
            KeyValuePair.Create<string, object?>(Route, route),
            KeyValuePair.Create(Status, status));
    }

    /// <summary>Names the request's activity after its route, as far as somebody records it.</summary>
    public static void Describe(HttpContext context, Activity activity)
    {
        var (method, route, status) = Describe(context);
        activity.DisplayName = $"{method} {route}";
        activity.SetTag(Method, method).SetTag(Route, route).SetTag(Status, status).SetTag("registry.correlation_id", context.TraceIdentifier);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static (string Method, string Route, object? Status) Describe(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return (
            MethodOf(context.Request.Method),
            (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Unmatched,
            status is >= 0 and < Statuses ? BoxedStatuses[status] : status);
    }

    private static string MethodOf(string method) =>
        HttpMethods.GetCanonicalizedValue(method) is var known
        && known is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" or "TRACE" or "CONNECT" ? known : OtherMethod;
}
