using System.Globalization;
using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Usage;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Usage;

/// <summary>How agents are used.</summary>
internal sealed class UsageEndpoint(AgentRegistry registry)
{
    private const string Limit = "limit";

    // Microseconds: more digits of a mean say nothing.
    private const int Decimals = 3;

    public static void Map(RouteTable routes, UsageEndpoint endpoint) =>
        routes.Get("/usage", CallerRole.Reader, endpoint.GetAsync)
            .Describe("GetUsage", "Statistics", "How often agents are used, and how long that takes.")
            .Query(Limit, "At most this many agents, the most used ones: 1 … 1,000. Default 1,000.", ParameterKind.Whole)
            .Answers<UsageReport>();

    private async Task GetAsync(HttpContext context)
    {
        if (!TryReadLimit(context.Request.Query, out var limit))
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(Limit, "A whole number from 1 to 1000."));
            return;
        }

        var outcome = await registry.Usage.ReportAsync(limit, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var report, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, report.AgeMs);
        await JsonAnswer.WriteAsync(context, Report(report), ContractsContext.Default.UsageReport);
    }

    private static bool TryReadLimit(IQueryCollection query, out int limit)
    {
        limit = DiscoveryQuery.MaxLimit;
        var given = query[Limit];
        return given.Count == 0
            || (given.Count == 1
                && int.TryParse(given[0], NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                && limit is >= 1 and <= DiscoveryQuery.MaxLimit);
    }

    private static UsageReport Report(Core.Usage.UsageReport report) => new()
    {
        TotalComponents = report.Total,
        ActiveComponents = report.Active,
        TotalAccesses = report.Accesses,
        AvgAccesses = report.Total == 0 ? 0 : Math.Round((double)report.Accesses / report.Total, Decimals),
        MostAccessed = report.Accesses == 0 ? null : report.Agents[0].Id,
        AvgActivationTime = Math.Round(report.ActivationMs, Decimals),
        AvgLookupTime = Math.Round(report.LookupMs, Decimals),
        CacheHitRate = Math.Round(report.HitRate, Decimals),
        Agents = [.. report.Agents.Select(static agent => new AgentUsageEntry
        {
            Id = agent.Id,
            AccessCount = agent.Use.Count,
            LastAccessed = UsageMember.Time(agent.Use.Last),
        })],
    };
}
