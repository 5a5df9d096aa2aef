using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Systems;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Systems;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Systems;

/// <summary>What kind of enterprise system an endpoint is.</summary>
internal static class SystemEndpoints
{
    private const string Endpoint = "endpoint";

    public static void Map(RouteTable routes) =>
        routes.Get("/systems/detect", CallerRole.Reader, DetectAsync)
            .Describe("DetectSystem", "Systems", "What an endpoint would be registered as, and how it would be kept.")
            .Query(Endpoint, "A URL or a connection string, percent-encoded. Query strings get into the logs of proxies: better without its secrets.", isRequired: true)
            .Answers<SystemDetection>();

    private static Task DetectAsync(HttpContext context)
    {
        var given = context.Request.Query[Endpoint];
        if (given is not [{ Length: > 0 and <= AgentLimits.MaxUrlLength } endpoint] || string.IsNullOrWhiteSpace(endpoint))
        {
            var errors = new FieldErrors();
            errors.Add(Endpoint, $"must be given once, with 1 to {AgentLimits.MaxUrlLength} characters, not only spaces");
            return ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
        }

        var system = DetectedSystem.Of(endpoint);
        return JsonAnswer.WriteAsync(
            context, new SystemDetection { SystemType = system.Type, Endpoint = system.Endpoint }, ContractsContext.Default.SystemDetection);
    }
}
