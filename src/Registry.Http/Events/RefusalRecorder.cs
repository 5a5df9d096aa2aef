using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Core.Agents;
using Registry.Core.Events;
using Registry.Http.Problems;

namespace Registry.Http.Events;

/// <summary>Tells the audit of refusals that matter to it: of requests that would have changed something, by a route that is there.</summary>
internal static class RefusalRecorder
{
    // Ids of other things have the same names in their routes; the name of a service is its agent's id.
    private static readonly (string Routes, string Value)[] AgentRoutes = [("/agents/{id}", "id"), ("/api/v1/registry/services/{name}", "name")];

    public static void Note(HttpContext context, HttpRefusal refusal)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method)
            || HttpMethods.IsHead(method)
            || HttpMethods.IsOptions(method)
            || context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            return;
        }

        var route = endpoint.RoutePattern.RawText ?? "";
        context.RequestServices.GetRequiredService<AgentRegistry>().Audit.Add(
            new RefusedRequest(refusal.Kind.Code, refusal.Kind.Status, method, route)
            {
                Actor = context.Features.Get<Caller>()?.Name,
                AgentId = Valid(refusal.AgentId) ?? Valid(AgentOf(context, route)),
                CorrelationId = context.TraceIdentifier,
            });
    }

    private static string? AgentOf(HttpContext context, string route)
    {
        foreach (var (routes, value) in AgentRoutes)
        {
            if (route.StartsWith(routes, StringComparison.Ordinal))
            {
                return context.Request.RouteValues[value] as string;
            }
        }

        return null;
    }

    /// <summary>An id that no agent can have is not kept: it may be anything.</summary>
    private static string? Valid(string? id) => AgentId.IsValid(id) ? id : null;
}
