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
    private const string Id = "id";

    // Of a service it is its id.
    private const string Name = "name";

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

        context.RequestServices.GetRequiredService<AgentRegistry>().Audit.Add(
            new RefusedRequest(refusal.Kind.Code, refusal.Kind.Status, method, endpoint.RoutePattern.RawText ?? "")
            {
                Actor = context.Features.Get<Caller>()?.Name,
                AgentId = Valid(refusal.AgentId) ?? Valid((context.Request.RouteValues[Id] ?? context.Request.RouteValues[Name]) as string),
                CorrelationId = context.TraceIdentifier,
            });
    }

    /// <summary>An id that no agent can have is not kept: it may be anything.</summary>
    private static string? Valid(string? id) => AgentId.IsValid(id) ? id : null;
}
