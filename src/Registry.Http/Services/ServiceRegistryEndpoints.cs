using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Services;
using Registry.Contracts.Statistics;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Http.Bodies;
using Registry.Http.Health;
using Registry.Http.Problems;
using Registry.Http.Routing;
using Counts = Registry.Core.Statistics.ServiceStatistics;

namespace Registry.Http.Services;

/// <summary>What is asked of the services as a whole.</summary>
internal sealed class ServiceRegistryEndpoints(AgentRegistry registry)
{
    public static void Map(RouteTable routes, ServiceRegistryEndpoints endpoints)
    {
        routes.Get(ServicePaths.Base + "/health", CallerRole.Reader, endpoints.GetHealthAsync)
            .Describe("GetServiceRegistryHealth", ServicePaths.Tag, "How the registry is. 503 only when reads can't be served.")
            .Answers<ServiceRegistryHealth>().Answers<ServiceRegistryHealth>(StatusCodes.Status503ServiceUnavailable);
        routes.Get(ServicePaths.Base + "/stats", CallerRole.Reader, endpoints.GetStatisticsAsync)
            .Describe("GetServiceStatistics", ServicePaths.Tag, "How many services there are.")
            .Answers<ServiceStatistics>();
        routes.Get(ServicePaths.Base + "/capabilities", CallerRole.Reader, endpoints.GetCapabilitiesAsync)
            .Describe("ListServiceCapabilities", ServicePaths.Tag, "What services can do.")
            .Answers<ServiceCapabilityList>();
        routes.Post(ServicePaths.Base + "/cleanup", CallerRole.Operator, endpoints.CleanUpAsync)
            .Describe("CleanUpServices", ServicePaths.Tag, "Remove what has expired; says how many services that were.")
            .Answers<CleanupAnswer>();
    }

    private async Task GetHealthAsync(HttpContext context)
    {
        var health = await registry.HealthAsync(context.RequestAborted);
        Counts? counts = null;
        if (health.CanRead)
        {
            var outcome = await registry.Statistics.ReadServicesAsync(Freshness.Bounded, context.RequestAborted);
            outcome.Is(out counts, out _);
        }

        var report = new ServiceRegistryHealth
        {
            Status = HealthReports.StatusOf(health),
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(health.Now),
            TotalServices = counts?.Total,
            HealthyServices = counts?.ByStatus[HealthStatus.Healthy],
        };
        context.Response.StatusCode = health.CanRead ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await JsonAnswer.WriteAsync(context, report, ServiceContractsContext.Default.ServiceRegistryHealth);
    }

    private async Task GetStatisticsAsync(HttpContext context)
    {
        var outcome = await registry.Statistics.ReadServicesAsync(context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var counts, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, counts.AgeMs);
        var statistics = new ServiceStatistics
        {
            TotalServices = counts.Total,
            HealthyServices = counts.ByStatus[HealthStatus.Healthy],
            UnhealthyServices = counts.ByStatus[HealthStatus.Unhealthy] + counts.ByStatus[HealthStatus.Unreachable],
            DegradedServices = counts.ByStatus[HealthStatus.Degraded],
            UniqueCapabilities = counts.UniqueCapabilities,
            AverageCapabilitiesPerService = counts.Total == 0
                ? 0
                : Math.Round((double)counts.Capabilities / counts.Total, 2, MidpointRounding.AwayFromZero),
        };
        await JsonAnswer.WriteAsync(context, statistics, ServiceContractsContext.Default.ServiceStatistics);
    }

    private async Task GetCapabilitiesAsync(HttpContext context)
    {
        var outcome = await registry.Statistics.CapabilitiesAsync(AgentKind.Service, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var catalog, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, catalog.AgeMs);
        var list = new ServiceCapabilityList
        {
            Capabilities = [.. catalog.Capabilities.Select(use => new ServiceCapabilityEntry { Name = use.Name, Versions = use.Versions, Services = use.Agents })],
            Count = catalog.Capabilities.Count,
        };
        await JsonAnswer.WriteAsync(context, list, ServiceContractsContext.Default.ServiceCapabilityList);
    }

    private async Task CleanUpAsync(HttpContext context)
    {
        var outcome = await registry.Cleanup.RemoveExpiredAsync(JobEndpoints.LeaseWait, context.RequestAborted);
        if (!outcome.Is(out var report, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        await JsonAnswer.WriteAsync(context, new CleanupAnswer(report.Services), ContractsContext.Default.CleanupAnswer);
    }
}
