using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Contracts.Agents;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Bodies;
using Registry.Http.Conditional;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Agents;

/// <summary>How an agent stays, and how it goes.</summary>
internal sealed partial class AgentLeaseEndpoints(AgentRegistry registry, ILogger<AgentLeaseEndpoints> logger)
{
    private const string Tag = "Agents";
    private const string Id = "id";

    private static readonly MessageAnswer Unregistered = new("Agent unregistered successfully");

    public static void Map(RouteTable routes, AgentLeaseEndpoints endpoints)
    {
        routes.Post("/agents/{id}/heartbeat", CallerRole.Agent, endpoints.HeartbeatAsync)
            .Describe("SendHeartbeat", Tag, "Renew an agent's lease. 404: register again.")
            .Takes<AgentHeartbeat>(optional: true).Answers<AgentHeartbeatReceived>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);
        routes.Post("/agents/{id}/unregister", CallerRole.Agent, endpoints.UnregisterAsync)
            .Describe("UnregisterAgent", Tag, "Remove an agent; one that is not there is removed already.")
            .TakesIfMatch().Answers<MessageAnswer>().Refuses(StatusCodes.Status412PreconditionFailed, StatusCodes.Status429TooManyRequests);
        routes.Delete("/agents/{id}", CallerRole.Agent, endpoints.DeleteAsync)
            .Describe("DeleteAgent", Tag, "Remove an agent.")
            .TakesIfMatch().AnswersNothing(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed, StatusCodes.Status429TooManyRequests);
    }

    private async Task HeartbeatAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var read = await BodyReader.ReadAsync(context, optional: true);
        if (!read.Is(out var body, out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        HeartbeatRequest request;
        using (body)
        {
            request = body.IsEmpty ? HeartbeatRequest.Empty : HeartbeatBodies.Read(body.Root, errors);
        }

        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.HeartbeatAsync(id, request, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var answer, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        var received = new AgentHeartbeatReceived
        {
            Received = true,
            NextIntervalSeconds = answer.NextIntervalSeconds,
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(answer.Timestamp),
        };
        await JsonAnswer.WriteAsync(context, received, ContractsContext.Default.AgentHeartbeatReceived);
    }

    private async Task UnregisterAsync(HttpContext context)
    {
        if (await RemoveAsync(context) is not null)
        {
            await JsonAnswer.WriteAsync(context, Unregistered, ContractsContext.Default.MessageAnswer);
        }
    }

    private async Task DeleteAsync(HttpContext context)
    {
        switch (await RemoveAsync(context))
        {
            case true:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case false:
                await ProblemWriter.WriteAsync(context, Refusal.NotFound(context.RouteValue(Id)));
                break;
        }
    }

    /// <summary>Whether it was there; null where the refusal has been answered.</summary>
    private async Task<bool?> RemoveAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var precondition = Preconditions.Read(context.Request.Headers, errors);
        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return null;
        }

        var outcome = await registry.UnregisterAsync(id, precondition, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var removed, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return null;
        }

        if (removed)
        {
            LogUnregistered(id);
        }

        return removed;
    }

    [LoggerMessage(13, LogLevel.Information, "Agent {AgentId} unregistered.")]
    private partial void LogUnregistered(string agentId);
}
