using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts.Agents;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;
using Registry.Http.Bodies;
using Registry.Http.Conditional;
using Registry.Http.Problems;
using Registry.Http.Routing;
using Registry.Http.Trust;

namespace Registry.Http.Agents;

/// <summary>What an agent registers of itself: made, replaced, changed.</summary>
internal sealed partial class AgentRegistrationEndpoints(AgentRegistry registry, RegistryHttpOptions options, ILogger<AgentRegistrationEndpoints> logger)
{
    private const string Tag = "Agents";
    private const string Id = "id";
    private const string MergePatchType = "application/merge-patch+json";

    public static void Map(RouteTable routes, AgentRegistrationEndpoints endpoints)
    {
        routes.Post("/agents/register", CallerRole.Agent, endpoints.RegisterAsync)
            .Describe("RegisterAgent", Tag, "Register an agent.")
            .TakesTrustWaiver()
            .Header(IdempotencyKey.Header, "At most 128 characters: asking again with it is safe, without an id as well.")
            .Takes<AgentRegistration>().Answers<AgentRegistered>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
        routes.Put("/agents/{id}", CallerRole.Agent, endpoints.PutAsync)
            .Describe("PutAgent", Tag, "Register or replace an agent under a chosen id.")
            .TakesTrustWaiver()
            .TakesIfMatch().Header("If-None-Match", "`*`: only if there is no agent of this id; else 412.")
            .Takes<AgentRegistration>().Answers<AgentRegistered>().Answers<AgentRegistered>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status429TooManyRequests);
        routes.Patch("/agents/{id}", CallerRole.Agent, endpoints.PatchAsync)
            .Describe("PatchAgent", Tag, "Change some of what was registered (JSON merge patch).")
            .TakesIfMatch()
            .Takes<AgentRegistration>(MergePatchType).Answers<AgentResource>()
            .Refuses(
                StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status429TooManyRequests);
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
            if (!RegistrationReader.TryRead(body.Root, routeId: null, options.Defaults, errors, out var input)
                | !TrustWaiver.TryRead(context, options, errors, out var waived, out var forbidden))
            {
                await ProblemWriter.WriteAsync(context, forbidden ?? HttpRefusal.Invalid(errors));
                return;
            }

            var request = input!.ToRequest(key, RequestDigest.Of(body.Utf8.Span), waived);
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
            if (!RegistrationReader.TryRead(body.Root, context.RouteValue(Id), options.Defaults, errors, out var input)
                | !TrustWaiver.TryRead(context, options, errors, out var waived, out var forbidden))
            {
                await ProblemWriter.WriteAsync(context, forbidden ?? HttpRefusal.Invalid(errors));
                return;
            }

            var outcome = await registry.PutAsync(input!.ToRequest(trustWaived: waived), precondition, context.Caller(), context.RequestAborted);
            await AnswerRegisteredAsync(context, outcome, repeatIsCreation: false);
        }
    }

    private async Task PatchAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var precondition = Preconditions.Read(context.Request.Headers, errors);
        if (await ParsedBody.ReadAsync(context, errors, ReadPatch) is not { Value: { } patch })
        {
            return;
        }

        var outcome = await registry.PatchAsync(id, patch, precondition, context.Caller(), context.RequestAborted);
        if (outcome.Is(out var agent, out _))
        {
            LogPatched(id, agent.Revision);
        }

        await AgentAnswer.WriteChangedAsync(context, registry, outcome);
    }

    private static RawJson? ReadPatch(JsonElement body, FieldErrors errors) => JsonShape.RequireObject(body, errors) ? RawJson.From(body) : null;

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
}
