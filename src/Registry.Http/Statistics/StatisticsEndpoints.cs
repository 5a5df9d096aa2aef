using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Statistics;
using Registry.Core.Agents;
using Registry.Core.Health;
using Registry.Http.Bodies;
using Registry.Http.Health;
using Registry.Http.Problems;
using Registry.Http.Routing;
using Counts = Registry.Core.Statistics.RegistryStatistics;

namespace Registry.Http.Statistics;

/// <summary>Counts of agents and of what they can do.</summary>
internal sealed class StatisticsEndpoints(AgentRegistry registry)
{
    private const string Tag = "Statistics";

    public static void Map(RouteTable routes, StatisticsEndpoints endpoints)
    {
        routes.Get("/stats", CallerRole.Reader, endpoints.GetAsync)
            .Describe("GetStatistics", Tag, "How many agents there are, by what.")
            .Answers<StatisticsReport>();
        routes.Get("/capabilities", CallerRole.Reader, endpoints.GetCapabilitiesAsync)
            .Describe("ListCapabilities", Tag, "What agents can do.")
            .Answers<CapabilityList>();
    }

    private async Task GetAsync(HttpContext context)
    {
        var outcome = await registry.Statistics.ReadAsync(context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var counts, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        var health = await registry.HealthAsync(context.RequestAborted);
        ReadHeaders.Set(context, counts.AgeMs);
        await JsonAnswer.WriteAsync(context, Report(counts, health), ContractsContext.Default.StatisticsReport);
    }

    private async Task GetCapabilitiesAsync(HttpContext context)
    {
        var outcome = await registry.Statistics.CapabilitiesAsync(kind: null, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var catalog, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, catalog.AgeMs);
        var list = new CapabilityList
        {
            Capabilities = [.. catalog.Capabilities.Select(use => new CapabilityEntry { Name = use.Name, Versions = use.Versions, Agents = use.Agents })],
            Count = catalog.Capabilities.Count,
        };
        await JsonAnswer.WriteAsync(context, list, ContractsContext.Default.CapabilityList);
    }

    private static StatisticsReport Report(Counts counts, RegistryHealth health) => new()
    {
        TotalRegistered = counts.Total,
        Healthy = counts.ByStatus[HealthStatus.Healthy],
        Degraded = counts.ByStatus[HealthStatus.Degraded],
        Unhealthy = counts.ByStatus[HealthStatus.Unhealthy],
        Unreachable = counts.ByStatus[HealthStatus.Unreachable],
        Unknown = counts.ByStatus[HealthStatus.Unknown],
        Maintenance = counts.ByStatus[HealthStatus.Maintenance],
        HealthyCount = counts.ByStatus[HealthStatus.Healthy],
        ErrorCount = counts.ByLifecycle[Lifecycle.Error],
        HealthPercentage = counts.HealthyShare,
        ByKind = Words(counts.ByKind, AgentWords.Kind),
        ByType = counts.ByType,
        BySystemType = counts.BySystemType,
        ByEnvironment = counts.ByEnvironment,
        ByLifecycle = Words(counts.ByLifecycle, AgentWords.Lifecycle),
        UniqueCapabilities = counts.UniqueCapabilities,
        Jobs = HealthReports.Jobs(health),
    };

    private static Dictionary<string, int> Words<T>(IReadOnlyDictionary<T, int> counts, WordTable<T> words)
        where T : struct, Enum => counts.ToDictionary(count => words[count.Key], count => count.Value, StringComparer.Ordinal);
}
