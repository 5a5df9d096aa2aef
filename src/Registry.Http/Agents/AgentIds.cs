using Microsoft.AspNetCore.Http;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Agents;

/// <summary>The id in a path.</summary>
internal static class AgentIds
{
    private const string Field = "id";

    public static HttpRefusal Invalid { get; } = HttpRefusal.Invalid(Field, AgentId.Rule);

    public static string Read(HttpContext context, FieldErrors errors)
    {
        var id = context.RouteValue(Field);
        if (!AgentId.IsValid(id))
        {
            errors.Add(Field, AgentId.Rule);
        }

        return id;
    }
}
