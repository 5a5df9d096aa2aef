using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Http.Agents;
using Registry.Http.Auth;
using Registry.Http.Batches;
using Registry.Http.Dependencies;
using Registry.Http.Events;
using Registry.Http.Health;
using Registry.Http.Hooks;
using Registry.Http.Indexes;
using Registry.Http.Lifecycles;
using Registry.Http.Metrics;
using Registry.Http.OpenApi;
using Registry.Http.Resolution;
using Registry.Http.Routing;
using Registry.Http.Services;
using Registry.Http.Statistics;
using Registry.Http.Subscriptions;
using Registry.Http.Systems;
using Registry.Http.Trust;
using Registry.Http.Usage;
using Registry.Http.Versions;

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
        OwnerEndpoint.Map(routes, services.GetRequiredService<OwnerEndpoint>());
        WhoAmIEndpoint.Map(routes);
        AgentReadEndpoints.Map(routes, services.GetRequiredService<AgentReadEndpoints>());
        HookEndpoints.Map(routes, services.GetRequiredService<HookEndpoints>());
        IndexEndpoints.Map(routes, services.GetRequiredService<IndexEndpoints>());
        VersionEndpoints.Map(routes, services.GetRequiredService<VersionEndpoints>());
        AgentBatchEndpoints.Map(routes, services.GetRequiredService<AgentBatchEndpoints>());
        LifecycleEndpoints.Map(routes, services.GetRequiredService<LifecycleEndpoints>());
        ErrorEndpoints.Map(routes, services.GetRequiredService<ErrorEndpoints>());
        ActivationBatchEndpoint.Map(routes, services.GetRequiredService<ActivationBatchEndpoint>());
        DependencyEndpoints.Map(routes, services.GetRequiredService<DependencyEndpoints>());
        GraphEndpoints.Map(routes, services.GetRequiredService<GraphEndpoints>());
        EventEndpoints.Map(routes, services.GetRequiredService<EventEndpoints>());
        AuditEndpoint.Map(routes, services.GetRequiredService<AuditEndpoint>());
        SubscriptionEndpoints.Map(routes, services.GetRequiredService<SubscriptionEndpoints>());
        HealthEndpoints.Map(routes, services.GetRequiredService<HealthEndpoints>());
        LiveEndpoint.Map(routes);
        AgentHealthEndpoints.Map(routes, services.GetRequiredService<AgentHealthEndpoints>());
        MaintenanceEndpoints.Map(routes, services.GetRequiredService<MaintenanceEndpoints>());
        JobEndpoints.Map(routes, services.GetRequiredService<JobEndpoints>());
        StatisticsEndpoints.Map(routes, services.GetRequiredService<StatisticsEndpoints>());
        UsageEndpoint.Map(routes, services.GetRequiredService<UsageEndpoint>());
        CleanupEndpoints.Map(routes, services.GetRequiredService<CleanupEndpoints>());
        ServiceEndpoints.Map(routes, services.GetRequiredService<ServiceEndpoints>());
        ServiceListEndpoints.Map(routes, services.GetRequiredService<ServiceListEndpoints>());
        ServiceRegistryEndpoints.Map(routes, services.GetRequiredService<ServiceRegistryEndpoints>());
        ResolveEndpoints.Map(routes, services.GetRequiredService<ResolveEndpoints>());
        CircuitEndpoints.Map(routes, services.GetRequiredService<CircuitEndpoints>());
        SystemEndpoints.Map(routes);
        AuthorityEndpoints.Map(routes, services.GetRequiredService<AuthorityEndpoints>());
        AgentTrustEndpoints.Map(routes, services.GetRequiredService<AgentTrustEndpoints>());
        MetricsEndpoint.Map(routes, services.GetRequiredService<MetricsEndpoint>());
        DocumentEndpoints.Map(routes, services.GetRequiredService<DocumentEndpoints>());
        routes.MapOtherMethods();
    }
}
