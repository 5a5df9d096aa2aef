using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Agents;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Http.Agents;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Lifecycles;

/// <summary>Agents that are activated and deactivated.</summary>
internal sealed class LifecycleEndpoints(AgentRegistry registry)
{
    private const string Tag = "Lifecycle";
    private const string Cascade = "cascade";
    private const string Force = "force";

    public static void Map(RouteTable routes, LifecycleEndpoints endpoints)
    {
        routes.Post("/agents/{id}/activate", CallerRole.Agent, endpoints.ActivateAsync)
            .Describe("ActivateAgent", Tag, "Activate an agent whose dependencies are active; with cascade, those first.")
            .Query(Cascade, "Whether what it depends on is activated first; the answer then has `activated`, in order.", ParameterKind.Flag)
            .Answers<AgentResource>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
        routes.Post("/agents/{id}/deactivate", CallerRole.Agent, endpoints.DeactivateAsync)
            .Describe("DeactivateAgent", Tag, "Deactivate an agent on which no active agent depends; with cascade, those first; with force, whatever depends on it.")
            .Query(Cascade, "Whether what is active and depends on it is deactivated first; the answer then has `deactivated`, in order.", ParameterKind.Flag)
            .Query(Force, "Whether active dependents do not matter.", ParameterKind.Flag)
            .Answers<AgentResource>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
    }

    private async Task ActivateAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var cascade = QueryFlags.Read(context, Cascade, errors);
        await (errors.IsEmpty
            ? AnswerAsync(context, await registry.Graph.Lifecycle.ActivateAsync(id, cascade, context.Caller(), context.RequestAborted), cascade ? "activated" : null)
            : ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors)));
    }

    private async Task DeactivateAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var cascade = QueryFlags.Read(context, Cascade, errors);
        var force = QueryFlags.Read(context, Force, errors);
        if (cascade && force)
        {
            errors.Add(Force, "can't be given together with cascade");
        }

        await (errors.IsEmpty
            ? AnswerAsync(
                context,
                await registry.Graph.Lifecycle.DeactivateAsync(id, cascade, force, context.Caller(), context.RequestAborted),
                cascade ? "deactivated" : null)
            : ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors)));
    }

    private static async Task AnswerAsync(HttpContext context, Outcome<LifecycleResult> outcome, string? member)
    {
        if (!outcome.Is(out var result, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        await (member is null
            ? AgentAnswer.WriteAsync(context, result.View)
            : AgentAnswer.WriteAsync(
                context, result.View, null, [AgentMember.Of(member, result.Changed, ContractsContext.Default.IReadOnlyListString)]));
    }
}
