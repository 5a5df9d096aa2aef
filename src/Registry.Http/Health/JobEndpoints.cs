using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Health;
using Registry.Core.Agents;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Health;

/// <summary>The jobs, now.</summary>
internal sealed class JobEndpoints(AgentRegistry registry)
{
    private const string Tag = "Jobs";

    // How long a caller waits for a run that is under way.
    public static readonly TimeSpan LeaseWait = TimeSpan.FromSeconds(10);

    public static void Map(RouteTable routes, JobEndpoints endpoints)
    {
        routes.Post("/sweep", CallerRole.Operator, endpoints.SweepAsync)
            .Describe("Sweep", Tag, "Mark the lapsed, expire the dead, now.")
            .Answers<SweepAnswer>();
        routes.Post("/probe", CallerRole.Operator, endpoints.ProbeAsync)
            .Describe("Probe", Tag, "Probe every agent that is due, now.")
            .Answers<ProbeAnswer>();
    }

    private async Task ProbeAsync(HttpContext context)
    {
        var outcome = await registry.ProbeDueAsync(LeaseWait, context.RequestAborted);
        if (!outcome.Is(out var report, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        var answer = new ProbeAnswer(report.Probed, report.Succeeded, report.Failed, report.Skipped);
        await JsonAnswer.WriteAsync(context, answer, ContractsContext.Default.ProbeAnswer);
    }

    private async Task SweepAsync(HttpContext context)
    {
        var outcome = await registry.SweepAsync(LeaseWait, context.RequestAborted);
        if (!outcome.Is(out var report, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        await JsonAnswer.WriteAsync(context, new SweepAnswer(report.Unreachable, report.Expired), ContractsContext.Default.SweepAnswer);
    }
}
