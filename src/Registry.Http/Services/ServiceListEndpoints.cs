using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Registry.Contracts.Services;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Services;

/// <summary>Lists of services.</summary>
internal sealed class ServiceListEndpoints(AgentRegistry registry, ServiceHealthSource health, IResponseCompressionProvider compression)
{
    public static void Map(RouteTable routes, ServiceListEndpoints endpoints) =>
        routes.Get(ServicePaths.Services, CallerRole.Reader, endpoints.ListAsync)
            .Describe("DiscoverServices", ServicePaths.Tag, "The services that meet every filter.")
            .Query("name", "A regular expression, at most 512 characters, that the name matches; it runs in linear time.")
            .Query("capability", "With all of these capabilities: names, or `name@range` with a version range as npm has them.", ParameterKind.List)
            .Query("health", "With one of these: `healthy`, `degraded`, `unhealthy`, `maintenance`, `unknown`.", ParameterKind.List)
            .Query("tags", "With all of these tags.", ParameterKind.List)
            .Query("version", "Of this version, or of one in this range.")
            .Query("environment", "In this environment.")
            .TakesPage()
            .Answers<ServicePage>();

    private async Task ListAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        if (ServiceQuery.Parse(context.Request.Query, errors) is not { } query)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.DiscoverAsync(query, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var result, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, result.AgeMs);
        await ServicePageAnswer.WriteAsync(context, result, health, compression);
    }
}
