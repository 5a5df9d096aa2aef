using Microsoft.AspNetCore.Http;
using Registry.Core.Agents;
using Registry.Http.Bodies;
using Registry.Http.Routing;

namespace Registry.Http.Metrics;

/// <summary>The registry's metrics, for Prometheus.</summary>
internal sealed class MetricsEndpoint(MetricsCollector collector)
{
    private const int FirstCapacity = 32 * 1024;

    public static void Map(RouteTable routes, MetricsEndpoint endpoint) =>
        routes.Get("/metrics", CallerRole.Reader, endpoint.GetAsync)
            .Describe("GetMetrics", "Health", "Metrics as Prometheus text.")
            .AnswersText(PrometheusText.ContentType);

    private async Task GetAsync(HttpContext context)
    {
        using var buffer = new PooledBuffer(FirstCapacity);
        collector.WriteTo(buffer);
        await JsonAnswer.WriteAsync(context, buffer.Written, PrometheusText.ContentType);
    }
}
