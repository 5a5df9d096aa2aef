using Microsoft.AspNetCore.Routing;
using Registry.Http.Health;
using Registry.Http.Routing;

namespace Registry.Http;

/// <summary>The one route table.</summary>
public static class RegistryRoutes
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var routes = new RouteTable(endpoints);
        LiveEndpoint.Map(routes);
        routes.MapOtherMethods();
    }
}
