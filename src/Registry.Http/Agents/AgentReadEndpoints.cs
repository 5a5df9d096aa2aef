using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Registry.Contracts.Agents;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Http.Problems;
using Registry.Http.Routing;
using Registry.Http.Usage;

namespace Registry.Http.Agents;

/// <summary>One agent, or a list of them.</summary>
internal sealed class AgentReadEndpoints(AgentRegistry registry, IResponseCompressionProvider compression)
{
    private const string Tag = "Agents";
    private const string Id = "id";
    private const string Type = "type";

    public static void Map(RouteTable routes, AgentReadEndpoints endpoints)
    {
        routes.Get("/agents/{id}", CallerRole.Reader, endpoints.GetAsync)
            .Describe("GetAgent", Tag, "One agent.")
            .Query("fields", "Only these members.", ParameterKind.List)
            .Query("include", "Some of `usage`, `dependencies`, `dependents` and `errors`: the answer has them too, and no ETag.", ParameterKind.List)
            .Header("If-None-Match", CommonParameters.IfNoneMatch)
            .Answers<AgentResource>().AnswersNothing(StatusCodes.Status304NotModified).Refuses(StatusCodes.Status404NotFound);
        routes.Get("/agents", CallerRole.Reader, endpoints.ListAsync)
            .Describe("ListAgents", Tag, "The agents that meet every filter.")
            .TakesFilters().Query("fields", "Only these members of each.", ParameterKind.List)
            .Answers<AgentPage>();
        routes.Get("/agents/type/{type}", CallerRole.Reader, endpoints.ListByTypeAsync)
            .Describe("ListAgentsByType", Tag, "The agents of a type; takes every other filter too.")
            .TakesFilters(withType: false).Query("fields", "Only these members of each.", ParameterKind.List)
            .Answers<AgentPage>();
        routes.Get("/agents/by-path", CallerRole.Reader, endpoints.FindByPathAsync)
            .Describe("ListAgentsByPath", Tag, "The agents that lie at a path, for hot reload; takes every filter too.")
            .Query("path", "Where they lie, exactly as it was registered.", isRequired: true)
            .TakesFilters().Query("fields", "Only these members of each.", ParameterKind.List)
            .Answers<AgentPage>();
    }

    private Task FindByPathAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        return ListAsync(context, DiscoveryQuery.ParseByPath(context.Request.Parameters(), errors), errors);
    }

    private Task GetAsync(HttpContext context)
    {
        if (context.Request.QueryString.HasValue)
        {
            return GetSelectedAsync(context);
        }

        var id = context.RouteValue(Id);
        if (!AgentId.IsValid(id))
        {
            return ProblemWriter.WriteAsync(context, AgentIds.Invalid);
        }

        return AgentAnswer.WriteAsync(context, registry.GetCountedAsync(id, context.Freshness(), context.RequestAborted), fields: null);
    }

    private Task GetSelectedAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var fields = AgentSelection.Read(context.Request.Query, errors);
        var includes = AgentSelection.ReadIncludes(context.Request.Query, errors);
        return errors.IsEmpty
            ? AgentAnswer.WriteAsync(
                context,
                includes.Contains(AgentIncludes.Usage)
                    ? registry.GetWithUsageAsync(id, context.Freshness(), context.RequestAborted)
                    : registry.GetCountedAsync(id, context.Freshness(), context.RequestAborted),
                fields,
                includes.Count == 0 ? null : agent => AgentIncludes.Of(registry, agent, includes))
            : ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
    }

    private Task ListAsync(HttpContext context) => ListAsync(context, context.Request.Parameters());

    // A slash in a type comes as %2F, which no server decodes before it routes.
    private Task ListByTypeAsync(HttpContext context)
    {
        var type = context.RouteValue(Type).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return ListAsync(context, context.Request.Parameters().Append(new(Type, type)));
    }

    private Task ListAsync(HttpContext context, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var errors = new FieldErrors();
        return ListAsync(context, DiscoveryQuery.Parse(parameters, errors), errors);
    }

    private async Task ListAsync(HttpContext context, DiscoveryQuery? query, FieldErrors errors)
    {
        if (query is null)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.DiscoverAsync(query, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var result, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, result.AgeMs);
        await AgentPageAnswer.WriteAsync(context, result, query.Fields, compression);
    }
}
