using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Auth;
using Registry.Core.Agents;
using Registry.Http.Bodies;
using Registry.Http.Routing;

namespace Registry.Http.Auth;

/// <summary>Tells a caller who it is here.</summary>
internal static class WhoAmIEndpoint
{
    public static void Map(RouteTable routes) =>
        routes.Get("/whoami", CallerRole.Reader, GetAsync)
            .Describe("GetWhoAmI", "Keys", "Whose key this is, and what it may do.")
            .Answers<WhoAmI>();

    private static Task GetAsync(HttpContext context)
    {
        var caller = context.Caller();
        var answer = new WhoAmI
        {
            Name = caller.Name,
            Role = RoleWords.Of(caller.Role),
            Namespace = caller.Namespaces.Count > 0 ? string.Join(',', caller.Namespaces) : null,
        };
        return JsonAnswer.WriteAsync(context, answer, ContractsContext.Default.WhoAmI);
    }
}
