using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts.Services;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;
using Registry.Core.Agents.Services;
using Registry.Http.Bodies;
using Registry.Http.Conditional;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Services;

/// <summary>What is asked of one service by one call.</summary>
internal sealed partial class ServiceEndpoints(
    AgentRegistry registry, ServiceHealthSource health, RegistryHttpOptions options, ILogger<ServiceEndpoints> logger)
{
    private const string One = ServicePaths.Services + "/{name}";

    private readonly ServiceRegistry _services = registry.Services;

    public static void Map(RouteTable routes, ServiceEndpoints endpoints)
    {
        routes.Post(ServicePaths.Services, CallerRole.Agent, endpoints.RegisterAsync)
            .Describe("RegisterService", ServicePaths.Tag, "Register a service, or update what the same caller registered.")
            .Takes<ServiceRegistration>().Answers<ServiceDefinition>().Answers<ServiceDefinition>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
        routes.Get(One, CallerRole.Reader, endpoints.GetAsync)
            .Describe("GetService", ServicePaths.Tag, "One service.")
            .Header("If-None-Match", CommonParameters.IfNoneMatch)
            .Answers<ServiceDefinition>().AnswersNothing(StatusCodes.Status304NotModified).Refuses(StatusCodes.Status404NotFound);
        routes.Put(One, CallerRole.Agent, endpoints.UpdateAsync)
            .Describe("UpdateService", ServicePaths.Tag, "Change some of what was registered.")
            .TakesIfMatch()
            .Takes<ServiceRegistration>().Answers<ServiceDefinition>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed, StatusCodes.Status429TooManyRequests);
        routes.Delete(One, CallerRole.Agent, endpoints.UnregisterAsync)
            .Describe("UnregisterService", ServicePaths.Tag, "Remove a service.")
            .TakesIfMatch().AnswersNothing(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed, StatusCodes.Status429TooManyRequests);
        routes.Get(One + "/health", CallerRole.Reader, endpoints.GetHealthAsync)
            .Describe("GetServiceHealth", ServicePaths.Tag, "How a service is.")
            .Answers<ServiceHealth>().Refuses(StatusCodes.Status404NotFound);
    }

    private async Task RegisterAsync(HttpContext context)
    {
        if (await ParsedBody.ReadAsync(context, new FieldErrors(), ReadRegistration) is not { Value: { } input })
        {
            return;
        }

        var outcome = await _services.RegisterAsync(input.ToRequest(), context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var registered, out var refusal))
        {
            await ServiceAnswer.RefuseAsync(context, refusal);
            return;
        }

        var agent = registered.View.Agent;
        if (registered.Created)
        {
            LogRegistered(agent.Id, agent.Revision);
            context.Response.StatusCode = StatusCodes.Status201Created;

            // The alphabet of names needs no escaping in a path.
            context.Response.Headers.Location = ServicePaths.Services + "/" + agent.Id;
        }
        else
        {
            LogUpdated(agent.Id, agent.Revision);
        }

        await ServiceAnswer.WriteAsync(context, registered.View, health);
    }

    private async Task UpdateAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var name = ReadName(context, errors);
        var precondition = Preconditions.Read(context.Request.Headers, errors);
        if (await ParsedBody.ReadAsync(context, errors, ServiceBody.ToPatch) is not { Value: { } patch })
        {
            return;
        }

        var outcome = await _services.UpdateAsync(name, patch, precondition, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var service, out var refusal))
        {
            await ServiceAnswer.RefuseAsync(context, refusal);
            return;
        }

        LogUpdated(name, service.Agent.Revision);
        await ServiceAnswer.WriteAsync(context, service, health);
    }

    private async Task UnregisterAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var name = ReadName(context, errors);
        var precondition = Preconditions.Read(context.Request.Headers, errors);
        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await _services.UnregisterAsync(name, precondition, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out _, out var refusal))
        {
            await ServiceAnswer.RefuseAsync(context, refusal);
            return;
        }

        LogUnregistered(name);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task GetAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } service)
        {
            return;
        }

        registry.Usage.Accessed(service.Agent);
        if (EntityTags.AnyMatches(context.Request.Headers.IfNoneMatch, service.Agent))
        {
            context.Response.Headers.ETag = EntityTags.Of(service.Agent);
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await ServiceAnswer.WriteAsync(context, service, health);
    }

    private async Task GetHealthAsync(HttpContext context)
    {
        if (await ReadAsync(context) is { } service)
        {
            await ServiceAnswer.WriteHealthAsync(context, service, health);
        }
    }

    /// <summary>Null where the refusal has been answered.</summary>
    private async Task<AgentView?> ReadAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var name = ReadName(context, errors);
        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return null;
        }

        var outcome = await _services.GetAsync(name, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var found, out var refusal))
        {
            await ServiceAnswer.RefuseAsync(context, refusal);
            return null;
        }

        ReadHeaders.Set(context, found.AgeMs);
        return found.View;
    }

    private RegistrationInput? ReadRegistration(JsonElement body, FieldErrors errors)
    {
        if (ServiceBody.ToRegistration(body, errors) is not { } document)
        {
            return null;
        }

        var found = new FieldErrors();
        RegistrationReader.TryRead(document.Parse(), routeId: null, options.Defaults, found, out var input);
        ServiceFields.AddRenamed(found, errors);
        return input;
    }

    private static string ReadName(HttpContext context, FieldErrors errors)
    {
        var name = context.RouteValue(ServiceFields.Name);
        if (!AgentId.IsValid(name))
        {
            errors.Add(ServiceFields.Name, AgentId.Rule);
        }

        return name;
    }

    [LoggerMessage(40, LogLevel.Information, "Service {Name} registered, revision {Revision}.")]
    private partial void LogRegistered(string name, long revision);

    [LoggerMessage(41, LogLevel.Information, "Service {Name} updated, revision {Revision}.")]
    private partial void LogUpdated(string name, long revision);

    [LoggerMessage(42, LogLevel.Information, "Service {Name} unregistered.")]
    private partial void LogUnregistered(string name);
}
