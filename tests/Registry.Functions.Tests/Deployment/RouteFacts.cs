using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Functions.Tests.Worker;
using Registry.Http;
using Registry.Testing;

namespace Registry.Functions.Tests.Deployment;

/// <summary>A route of the one route table.</summary>
internal sealed record RouteFacts(string Pattern, IReadOnlyList<string> Methods)
{
    /// <summary>All of them, with the methods of a pattern together.</summary>
    public static IReadOnlyList<RouteFacts> All()
    {
        using var app = WorkerApps.Build(new ManualTimeProvider());
        RegistryPipeline.Use(new ApplicationBuilder(app.Services)).Build();
        return [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .GroupBy(endpoint => endpoint.RoutePattern.RawText!.Trim('/'), StringComparer.OrdinalIgnoreCase)
            .Select(route => new RouteFacts(
                route.Key,
                [.. route.SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Distinct().Order(StringComparer.Ordinal)]))
            .OrderBy(route => route.Pattern, StringComparer.Ordinal)];
    }
}
