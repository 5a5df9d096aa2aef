using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Contracts.Trust;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Trust;
using Registry.Http.Agents;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Trust;

/// <summary>How far an agent is trusted, and how that is renewed.</summary>
internal sealed partial class AgentTrustEndpoints(AgentRegistry registry, ILogger<AgentTrustEndpoints> logger)
{
    private const string Tag = "Trust";

    public static void Map(RouteTable routes, AgentTrustEndpoints endpoints)
    {
        routes.Get("/agents/{id}/trust", CallerRole.Reader, endpoints.GetAsync)
            .Describe("GetAgentTrust", Tag, "How far an agent is trusted, link by link.")
            .Answers<AgentTrustReport>().Refuses(StatusCodes.Status404NotFound);
        routes.Post("/agents/{id}/trust", CallerRole.Agent, endpoints.RenewAsync)
            .Describe("RenewAgentTrust", Tag, "Renew the trust in an agent with a new token.")
            .Takes<TrustRequest>().Answers<AgentTrustReport>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);
    }

    private async Task GetAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var found = await registry.GetAsync(id, context.Freshness(), context.RequestAborted);
        if (!found.Is(out var read, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, read.AgeMs);
        await AnswerAsync(context, await registry.Trust.ReadAsync(read, context.Freshness(), context.RequestAborted));
    }

    private async Task RenewAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var read = await ParsedBody.ReadAsync(context, errors, TrustMember.ReadToken);
        if (read?.Value is not { } token)
        {
            return;
        }

        var outcome = await registry.Trust.RenewAsync(id, token, context.Caller(), context.RequestAborted);
        if (outcome.Is(out var report, out _))
        {
            LogRenewed(id, report.Authority);
        }

        await AnswerAsync(context, outcome);
    }

    private static Task AnswerAsync(HttpContext context, Outcome<TrustReport> outcome) =>
        outcome.Is(out var report, out var refusal)
            ? JsonAnswer.WriteAsync(context, TrustAnswers.Of(report), ContractsContext.Default.AgentTrustReport)
            : ProblemWriter.WriteAsync(context, refusal);

    [LoggerMessage(173, LogLevel.Information, "Trust in agent {AgentId} renewed by authority {Authority}.")]
    private partial void LogRenewed(string agentId, string? authority);
}
