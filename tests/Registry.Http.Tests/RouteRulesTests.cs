using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Core.Agents;
using Registry.Http.Auth;
using Xunit;

namespace Registry.Http.Tests;

public sealed class RouteRulesTests
{
    [Fact]
    public async Task EveryRoute_SaysWhoMayCallIt()
    {
        await using var host = await HttpHost.StartAsync();
        var endpoints = host.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<RequiredRole>()));
    }

    [Fact]
    public async Task EveryRouteThatChanges_NeedsMoreThanAReader()
    {
        await using var host = await HttpHost.StartAsync();
        var endpoints = host.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        // A POST for the sake of its body: it changes nothing.
        Assert.All(
            endpoints.Where(endpoint => Methods(endpoint).Any(method => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)))
                .Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName != "GetActivationOrder"),
            endpoint => Assert.True(endpoint.Metadata.GetMetadata<RequiredRole>()!.Role >= CallerRole.Agent, endpoint.DisplayName));
    }

    [Fact]
    public async Task EveryGet_AnswersHead()
    {
        await using var host = await HttpHost.StartAsync();
        var endpoints = host.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        Assert.All(
            endpoints.Where(endpoint => Methods(endpoint).Contains(HttpMethods.Get)),
            endpoint => Assert.Contains(HttpMethods.Head, Methods(endpoint)));
    }

    [Fact]
    public async Task EveryRoute_HasANameOfItsOwn()
    {
        await using var host = await HttpHost.StartAsync();
        var endpoints = host.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(endpoint => Methods(endpoint).Count > 0).ToList();

        Assert.Equal(endpoints.Count, endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName).Distinct().Count());
    }

    private static IReadOnlyList<string> Methods(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
}
