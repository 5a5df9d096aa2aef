using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Health;
using Registry.Core.Agents;
using Registry.Http.Bodies;
using Registry.Http.Routing;

namespace Registry.Http.Health;

/// <summary>How the registry itself is.</summary>
internal sealed class HealthEndpoints(AgentRegistry registry, RegistryHttpOptions options)
{
    public static void Map(RouteTable routes, HealthEndpoints endpoints) =>
        routes.Get("/health", CallerRole.Reader, endpoints.GetAsync)
            .Describe("GetHealth", "Health", "How the registry is. 503 only when reads can't be served.")
            .Answers<HealthReport>().Answers<HealthReport>(StatusCodes.Status503ServiceUnavailable);

    private async Task GetAsync(HttpContext context)
    {
        var health = await registry.HealthAsync(context.RequestAborted);
        var report = HealthReports.From(health, options.Version);
        context.Response.StatusCode = health.CanRead ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await JsonAnswer.WriteAsync(context, report, ContractsContext.Default.HealthReport);
    }
}
