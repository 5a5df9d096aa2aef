using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Health;
using Registry.Core.Agents;
using Registry.Http.Bodies;
using Registry.Http.Routing;

namespace Registry.Http.Health;

/// <summary>Whether the process answers at all.</summary>
internal static class LiveEndpoint
{
    public const string Path = "/health/live";

    private static readonly LiveReport Alive = new("alive");

    public static void Map(RouteTable routes) =>
        routes.Get(Path, CallerRole.None, AnswerAsync)
            .Describe("GetLive", "Health", "The process answers.")
            .Answers<LiveReport>();

    private static Task AnswerAsync(HttpContext context) => JsonAnswer.WriteAsync(context, Alive, ContractsContext.Default.LiveReport);
}
