using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Contracts.Agents;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;
using Registry.Core.Discovery;
using Registry.Http.Bodies;
using Registry.Http.Conditional;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Agents;

/// <summary>What is asked of one agent by one call.</summary>
internal sealed partial class AgentEndpoints(AgentRegistry registry, RegistryHttpOptions options, ILogger<AgentEndpoints> logger)
{
    private const string Tag = "Agents";
    private const string Id = "id";
    private const string MergePatchType = "application/merge-patch+json";

    private static readonly MessageAnswer Unregistered = new("Agent unregistered successfully");

    public static void Map(RouteTable routes, AgentEndpoints endpoints)
    {
        routes.Post("/agents/register", CallerRole.Agent, endpoints.RegisterAsync)
            .Describe("RegisterAgent", Tag, "Register an agent.")
            .Takes<AgentRegistration>().Answers<AgentRegistered>(StatusCodes.Status201Created);
        routes.Put("/agents/{id}", CallerRole.Agent, endpoints.PutAsync)
            .Describe("PutAgent", Tag, "Register or replace an agent under a chosen id.")
            .Takes<AgentRegistration>().Answers<AgentRegistered>().Answers<AgentRegistered>(StatusCodes.Status201Created);
        routes.Patch("/agents/{id}", CallerRole.Agent, endpoints.PatchAsync)
            .Describe("PatchAgent", Tag, "Change some of what was registered (JSON merge patch).")
            .Takes<AgentRegistration>(MergePatchType).Answers<AgentResource>();
        routes.Post("/agents/{id}/heartbeat", CallerRole.Agent, endpoints.HeartbeatAsync)
            .Describe("SendHeartbeat", Tag, "Renew an agent's lease. 404: register again.")
            .Takes<AgentHeartbeat>(optional: true).Answers<AgentHeartbeatReceived>();
        routes.Post("/agents/{id}/unregister", CallerRole.Agent, endpoints.UnregisterAsync)
            .Describe("UnregisterAgent", Tag, "Remove an agent; one that is not there is removed already.")
            .Answers<MessageAnswer>();
        routes.Delete("/agents/{id}", CallerRole.Agent, endpoints.DeleteAsync)
            .Describe("DeleteAgent", Tag, "Remove an agent.")
            .AnswersNothing(StatusCodes.Status204NoContent);
        routes.Get("/agents/{id}", CallerRole.Reader, endpoints.GetAsync)
            .Describe("GetAgent", Tag, "One agent.")
            .Answers<AgentResource>().AnswersNothing(StatusCodes.Status304NotModified);
    }

    private async Task RegisterAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var key = IdempotencyKey.Read(context.Request.Headers, errors);
        var read = await BodyReader.ReadAsync(context);
        if (!read.Is(out var body, out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        using (body)
        {
            if (!RegistrationReader.TryRead(body.Root, routeId: null, options.Defaults, errors, out var input))
            {
                await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
                return;
            }

            var request = input.ToRequest(key, RequestDigest.Of(body.Utf8.Span));
            var outcome = await registry.RegisterAsync(request, context.Caller(), context.RequestAborted);
            await AnswerRegisteredAsync(context, outcome, repeatIsCreation: true);
        }
    }

    private async Task PutAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var precondition = Preconditions.Read(context.Request.Headers, errors);
        var read = await BodyReader.ReadAsync(context);
        if (!read.Is(out var body, out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        using (body)
        {
            if (!RegistrationReader.TryRead(body.Root, context.RouteValue(Id), options.Defaults, errors, out var input))
            {
                await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
                return;
            }

            var outcome = await registry.PutAsync(input.ToRequest(), precondition, context.Caller(), context.RequestAborted);
            await AnswerRegisteredAsync(context, outcome, repeatIsCreation: false);
        }
    }

    private async Task PatchAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var precondition = Preconditions.Read(context.Request.Headers, errors);
        var read = await BodyReader.ReadAsync(context);
        if (!read.Is(out var body, out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        using (body)
        {
            JsonShape.RequireObject(body.Root, errors);
            if (!errors.IsEmpty)
            {
                await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
                return;
            }

            var outcome = await registry.PatchAsync(id, RawJson.From(body.Root), precondition, context.Caller(), context.RequestAborted);
            if (!outcome.Is(out var agent, out var refusal))
            {
                await ProblemWriter.WriteAsync(context, refusal);
                return;
            }

            LogPatched(id, agent.Revision);
            await AgentAnswer.WriteAsync(context, new AgentView(agent, await LastSeenAsync(agent, context.RequestAborted)));
        }
    }

    // An operator's change is no sign of life: then only the vectors know the last one.
    private async ValueTask<long> LastSeenAsync(Agent agent, CancellationToken cancellationToken)
    {
        var read = await registry.GetAsync(agent.Id, Freshness.Bounded, cancellationToken);
        return read.Is(out var found, out _) && found.View.Agent.Epoch == agent.Epoch ? found.View.LastSeen : agent.Seen;
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

        return AgentAnswer.WriteAsync(context, registry.GetAsync(id, context.Freshness(), context.RequestAborted), fields: null);
    }

    private Task GetSelectedAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var fields = AgentSelection.Read(context.Request.Query, errors);
        return errors.IsEmpty
            ? AgentAnswer.WriteAsync(context, registry.GetAsync(id, context.Freshness(), context.RequestAborted), fields)
            : ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
    }

    private Task AnswerRegisteredAsync(HttpContext context, Outcome<Registered> outcome, bool repeatIsCreation)
    {
        if (!outcome.Is(out var registered, out var refusal))
        {
            return ProblemWriter.WriteAsync(context, refusal);
        }

        var agent = registered.Agent;
        if (registered.Created)
        {
            LogRegistered(agent.Id, agent.Revision);
        }
        else if (!repeatIsCreation)
        {
            LogReplaced(agent.Id, agent.Revision);
        }

        return RegisteredAnswer.WriteAsync(context, agent, created: registered.Created || repeatIsCreation);
    }

    [LoggerMessage(10, LogLevel.Information, "Agent {AgentId} registered, revision {Revision}.")]
    private partial void LogRegistered(string agentId, long revision);

    [LoggerMessage(11, LogLevel.Information, "Agent {AgentId} replaced, revision {Revision}.")]
    private partial void LogReplaced(string agentId, long revision);

    [LoggerMessage(12, LogLevel.Information, "Agent {AgentId} patched, revision {Revision}.")]
    private partial void LogPatched(string agentId, long revision);

    [LoggerMessage(13, LogLevel.Information, "Agent {AgentId} unregistered.")]
    private partial void LogUnregistered(string agentId);
}
