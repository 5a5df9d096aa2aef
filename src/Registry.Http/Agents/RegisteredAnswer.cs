using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Agents;
using Registry.Core.Agents;
using Registry.Http.Bodies;
using Registry.Http.Conditional;

namespace Registry.Http.Agents;

/// <summary>The answer to a registration or a replacement.</summary>
internal static class RegisteredAnswer
{
    public static Task WriteAsync(HttpContext context, Agent agent, bool created)
    {
        // The alphabet of ids needs no escaping in a path.
        var path = "/agents/" + agent.Id;
        var response = context.Response;
        response.Headers.ETag = EntityTags.Of(agent);
        if (created)
        {
            response.StatusCode = StatusCodes.Status201Created;
            response.Headers.Location = path;
        }

        var answer = new AgentRegistered
        {
            AgentId = agent.Id,
            RegisteredAt = DateTimeOffset.FromUnixTimeMilliseconds(agent.RegisteredAt),
            HeartbeatUrl = path + "/heartbeat",
            HeartbeatIntervalSeconds = HeartbeatInterval.Seconds(agent.Registration.TtlMs),
        };
        return JsonAnswer.WriteAsync(context, answer, ContractsContext.Default.AgentRegistered);
    }
}
