using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Registry.Http.Metrics;

/// <summary>The outermost part of the pipeline: what a request costs is known when everything else is done with it.</summary>
internal sealed class MetricsMiddleware(RequestDelegate next, HttpMetrics metrics, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        var activity = Activity.Current is { IsAllDataRequested: true } current ? current : null;
        return metrics.IsObserved || activity is not null ? ObserveAsync(context, activity) : next(context);
    }

    private async Task ObserveAsync(HttpContext context, Activity? activity)
    {
        var startedAt = time.GetTimestamp();
        await next(context);
        metrics.Answered(context, time.GetElapsedTime(startedAt));
        if (activity is not null)
        {
            HttpMetrics.Describe(context, activity);
        }
    }
}
