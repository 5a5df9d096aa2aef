using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Contracts.Hooks;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Lifecycles.Hooks;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Hooks;

/// <summary>The hooks that operators set for all agents, or those of a type.</summary>
internal sealed partial class HookEndpoints(AgentRegistry registry, RegistryHttpOptions options, ILogger<HookEndpoints> logger)
{
    private const string Tag = "Hooks";
    private const string Id = "id";

    public static void Map(RouteTable routes, HookEndpoints endpoints)
    {
        routes.Post("/hooks", CallerRole.Operator, endpoints.AddAsync)
            .Describe("AddHook", Tag, "Call a URL before or after every activation or deactivation, of all agents or those of a type. At most 64.")
            .Takes<HookRequest>().Answers<HookResource>(StatusCodes.Status201Created).Refuses(StatusCodes.Status409Conflict);
        routes.Get("/hooks", CallerRole.Reader, endpoints.ListAsync)
            .Describe("ListHooks", Tag, "The hooks for all agents and for types; an agent's own are in the agent.")
            .Answers<HookList>();
        routes.Delete("/hooks/{id}", CallerRole.Operator, endpoints.RemoveAsync)
            .Describe("RemoveHook", Tag, "Remove a hook.")
            .Query(Id, "Id of the hook.").AnswersNothing(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status404NotFound);
    }

    private async Task AddAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var read = await ParsedBody.ReadAsync(context, errors, (root, all) => HookBodies.Read(root, options.Defaults.AllowPrivateHooks, all));
        if (read is not { Value: var asked })
        {
            return;
        }

        var outcome = await registry.Hooks.Registered.AddAsync(asked.Point, asked.Url, asked.AgentType, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var hook, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        LogAdded(hook.Id, hook.ShownUrl);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = "/hooks/" + hook.Id;
        await JsonAnswer.WriteAsync(context, Resource(hook), ContractsContext.Default.HookResource);
    }

    private async Task ListAsync(HttpContext context)
    {
        var outcome = await registry.Hooks.Registered.ListAsync(context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var hooks, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        var list = new HookList { Hooks = [.. hooks.Select(Resource)], Count = hooks.Length };
        await JsonAnswer.WriteAsync(context, list, ContractsContext.Default.HookList);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        var id = context.RouteValue(Id);
        if (!AgentId.IsValid(id))
        {
            await ProblemWriter.WriteAsync(context, NotFound);
            return;
        }

        var outcome = await registry.Hooks.Registered.RemoveAsync(id, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var removed, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
        }
        else if (!removed)
        {
            await ProblemWriter.WriteAsync(context, NotFound);
        }
        else
        {
            LogRemoved(id);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private static HttpRefusal NotFound { get; } = new(ProblemMapping.NotFound, "There is no hook of this id.");

    private static HookResource Resource(RegistryHook hook) => new()
    {
        Id = hook.Id,
        Phase = HookPoints.Words[hook.Point],
        Url = hook.ShownUrl,
        AgentType = hook.AgentType,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(hook.CreatedAt),
    };

    [LoggerMessage(80, LogLevel.Information, "Hook {HookId} added: {Url}.")]
    private partial void LogAdded(string hookId, string url);

    [LoggerMessage(81, LogLevel.Information, "Hook {HookId} removed.")]
    private partial void LogRemoved(string hookId);
}
