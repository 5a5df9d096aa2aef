using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Registry.Core.Agents;
using Registry.Http.Problems;

namespace Registry.Http.Auth;

/// <summary>
/// What operators do concerns all agents, or one: a key that is confined to a namespace may do the latter only. Whether that one is within is decided
/// with the agent at hand, by the commands: what is known of it here may be older.
/// </summary>
internal static class NamespaceRule
{
    private const string AgentPrefix = "/agents/{id}";

    private static readonly HttpRefusal Everything = new(ProblemMapping.Forbidden, "The key is confined to a namespace; this concerns the whole registry.");

    /// <summary>Null where the caller may go on.</summary>
    public static HttpRefusal? Check(Endpoint endpoint, Caller caller, CallerRole required) =>
        caller.Namespaces.Count > 0 && required >= CallerRole.Operator
        && (endpoint as RouteEndpoint)?.RoutePattern.RawText?.StartsWith(AgentPrefix, StringComparison.Ordinal) != true
            ? Everything
            : null;
}
