using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Http.Agents;
using Registry.Http.Batches;
using Registry.Http.Events;
using Registry.Http.Health;
using Registry.Http.Routing;

namespace Registry.Http;

/// <summary>The one route table.</summary>
public static class RegistryRoutes
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var routes = new RouteTable(endpoints);
        var services = endpoints.ServiceProvider;
        AgentRegistrationEndpoints.Map(routes, services.GetRequiredService<AgentRegistrationEndpoints>());
        AgentLeaseEndpoints.Map(routes, services.GetRequiredService<AgentLeaseEndpoints>());
        AgentReadEndpoints.Map(routes, services.GetRequiredService<AgentReadEndpoints>());
        AgentBatchEndpoints.Map(routes, services.GetRequiredService<AgentBatchEndpoints>());
        EventEndpoints.Map(routes, services.GetRequiredService<EventEndpoints>());
        AuditEndpoint.Map(routes, services.GetRequiredService<AuditEndpoint>());
        HealthEndpoints.Map(routes, services.GetRequiredService<HealthEndpoints>());
        LiveEndpoint.Map(routes);
        JobEndpoints.Map(routes, services.GetRequiredService<JobEndpoints>());
        routes.MapOtherMethods();
    }
}
