using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Health;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Http.Agents;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Health;

/// <summary>How agents are, from memory or by asking them now.</summary>
internal sealed class AgentHealthEndpoints(AgentRegistry registry)
{
    private const string Tag = "Health";
    private const string Unhealthy = "unhealthy";
    private const string Status = "status";
    private const string NextCursor = "X-Next-Cursor";

    public static void Map(RouteTable routes, AgentHealthEndpoints endpoints)
    {
        routes.Get("/agents/health", CallerRole.Reader, endpoints.ListAsync)
            .Describe("ListAgentHealth", Tag, "The health of the agents that meet every filter; unhealthy=true: of those that are not healthy.")
            .TakesFilters().Query("unhealthy", "Those whose status is not healthy; not together with `status`.", ParameterKind.Flag)
            .Answers<Dictionary<string, AgentHealthReport>>();
        routes.Get("/agents/{id}/health", CallerRole.Reader, endpoints.GetAsync)
            .Describe("GetAgentHealth", Tag, "An agent's health, source by source.")
            .Answers<AgentHealthReport>().Refuses(StatusCodes.Status404NotFound);
        routes.Post("/agents/{id}/probe", CallerRole.Operator, endpoints.ProbeAsync)
            .Describe("ProbeAgent", Tag, "Probe an agent now.")
            .Answers<AgentHealthReport>().Refuses(StatusCodes.Status404NotFound);
        routes.Post("/agents/health/check", CallerRole.Operator, endpoints.CheckAsync)
            .Describe("CheckAgents", Tag, "Probe all agents that have a check, a page of 1,000 at a time: id to whether it succeeded.")
            .TakesFilters().Answers<Dictionary<string, bool>>();
    }

    private async Task GetAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        await (errors.IsEmpty
            ? AnswerAsync(context, await registry.GetHealthAsync(id, context.Freshness(), context.RequestAborted))
            : ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors)));
    }

    private async Task ProbeAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        await (errors.IsEmpty
            ? AnswerAsync(context, await registry.ProbeAsync(id, context.Caller(), context.RequestAborted))
            : ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors)));
    }

    private async Task ListAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        if (DiscoveryQuery.Parse(Parameters(context.Request, errors), errors) is not { } query || !errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.DiscoverHealthAsync(query, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var page, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, page.AgeMs);
        SetCursor(context, page.NextCursor);
        var reports = page.Agents.ToDictionary(health => health.Agent.Id, AgentHealthReports.From, StringComparer.Ordinal);
        await JsonAnswer.WriteAsync(context, reports, ContractsContext.Default.DictionaryStringAgentHealthReport);
    }

    private async Task CheckAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        if (DiscoveryQuery.Parse(context.Request.Parameters(), errors) is not { } query)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.CheckAsync(query, context.RequestAborted);
        if (!outcome.Is(out var page, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        SetCursor(context, page.NextCursor);
        var results = new Dictionary<string, bool>(page.Results, StringComparer.Ordinal);
        await JsonAnswer.WriteAsync(context, results, ContractsContext.Default.DictionaryStringBoolean);
    }

    private static async Task AnswerAsync(HttpContext context, Outcome<AgentHealth> outcome)
    {
        if (!outcome.Is(out var health, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, health.AgeMs);
        await JsonAnswer.WriteAsync(context, AgentHealthReports.From(health), ContractsContext.Default.AgentHealthReport);
    }

    /// <summary><c>unhealthy=true</c> stands for every status but healthy.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Parameters(HttpRequest request, FieldErrors errors)
    {
        var query = request.Query;
        var parameters = request.Parameters().Where(parameter => parameter.Key != Unhealthy);
        if (!query.TryGetValue(Unhealthy, out var given) || given == "false")
        {
            return parameters;
        }

        if (given != "true" || query.ContainsKey(Status))
        {
            errors.Add(Unhealthy, "must be true or false, and not be given together with status");
        }

        return parameters.Concat(
            from status in Enum.GetValues<HealthStatus>()
            where status != HealthStatus.Healthy
            select KeyValuePair.Create(Status, AgentWords.Status[status]));
    }

    private static void SetCursor(HttpContext context, string? cursor)
    {
        if (cursor is not null)
        {
            context.Response.Headers[NextCursor] = cursor;
        }
    }
}
