using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Registry.Http.Correlation;

/// <summary>Gives every request an id, which is in its answer, in its log lines and in <see cref="HttpContext.TraceIdentifier"/>.</summary>
internal sealed class CorrelationMiddleware(RequestDelegate next, CorrelationIds ids, ILogger<CorrelationMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var offered = context.Request.Headers[CorrelationIds.Header];
        var id = ids.Choose(offered.Count == 1 ? offered[0] : null);
        context.TraceIdentifier = id;
        StandardHeaders.Set(context);
        using (logger.BeginScope(new CorrelationScope(id, Activity.Current)))
        {
            await next(context);
        }
    }
}
