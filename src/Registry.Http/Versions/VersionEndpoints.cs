using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts.Agents;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Agents;
using Registry.Http.Bodies;
using Registry.Http.Conditional;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Versions;

/// <summary>What an agent was registered as, and the way back.</summary>
internal sealed partial class VersionEndpoints(AgentRegistry registry, ILogger<VersionEndpoints> logger)
{
    private const string Tag = "Agents";
    private const string Revision = "revision";

    public static void Map(RouteTable routes, VersionEndpoints endpoints)
    {
        routes.Get("/agents/{id}/versions", CallerRole.Reader, endpoints.ListAsync)
            .Describe("ListVersions", Tag, "What an agent is registered as, and was before: at most 10 versions back.")
            .Answers<AgentVersionList>().Refuses(StatusCodes.Status404NotFound);
        routes.Post("/agents/{id}/rollback", CallerRole.Agent, endpoints.RollBackAsync)
            .Describe("RollBackAgent", Tag, "Register again what an agent was registered as at an earlier revision, as a new one. 404: no such agent or revision.")
            .TakesIfMatch()
            .Takes<RollbackRequest>().Answers<AgentResource>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed, StatusCodes.Status429TooManyRequests);
    }

    private async Task ListAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.Versions.ListAsync(id, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var list, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, list.AgeMs);
        await VersionListAnswer.WriteAsync(context, list);
    }

    private async Task RollBackAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var precondition = Preconditions.Read(context.Request.Headers, errors);
        if (await ParsedBody.ReadAsync(context, errors, ReadRevision) is not { Value: var revision })
        {
            return;
        }

        var outcome = await registry.Versions.RollBackAsync(id, revision, precondition, context.Caller(), context.RequestAborted);
        if (outcome.Is(out var agent, out _))
        {
            LogRolledBack(id, revision, agent.Revision);
        }

        await AgentAnswer.WriteChangedAsync(context, registry, outcome);
    }

    private static long ReadRevision(JsonElement root, FieldErrors errors)
    {
        if (!JsonShape.RequireObject(root, errors))
        {
            return 0;
        }

        if (root.TryGetProperty(Revision, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var revision) && revision > 0)
        {
            return revision;
        }

        errors.Add(Revision, "must be a whole number above 0: a revision of the agent");
        return 0;
    }

    [LoggerMessage(70, LogLevel.Information, "Agent {AgentId} rolled back to revision {Target}, revision {Revision}.")]
    private partial void LogRolledBack(string agentId, long target, long revision);
}
