using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Auth;

/// <summary>
/// What operators do concerns all agents, or one: a key that is confined to a namespace may do the latter only, within it. What agents
/// may do is decided with the agent at hand, by the commands.
/// </summary>
internal sealed class NamespaceRule(AgentRegistry registry)
{
    private const string AgentPrefix = "/agents/{id}";

    private static readonly HttpRefusal Everything = new(ProblemMapping.Forbidden, "The key is confined to a namespace; this concerns the whole registry.");
    private static readonly HttpRefusal Outside = new(ProblemMapping.Forbidden, "The key is confined to types or id prefixes that this agent has none of.");

    /// <summary>Null where the caller may go on.</summary>
    public async ValueTask<HttpRefusal?> CheckAsync(HttpContext context, RouteEndpoint endpoint, Caller caller, CallerRole required)
    {
        if (caller.Namespaces.Count == 0 || required < CallerRole.Operator)
        {
            return null;
        }

        if (endpoint.RoutePattern.RawText?.StartsWith(AgentPrefix, StringComparison.Ordinal) != true)
        {
            return Everything;
        }

        var id = context.RouteValue("id");
        if (!AgentId.IsValid(id))
        {
            return null;
        }

        // An agent that is not there is told as such by the endpoint.
        var read = await registry.GetAsync(id, Freshness.Bounded, context.RequestAborted);
        return !read.Is(out var found, out _) || caller.Covers(id, found.View.Agent.Registration.Type) ? null : Outside with { AgentId = id };
    }
}
