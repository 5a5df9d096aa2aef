using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Contracts.Dependencies;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Dependencies;
using Registry.Core.Lifecycles;
using Registry.Http.Agents;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Dependencies;

/// <summary>Who an agent depends on, and who depends on it.</summary>
internal sealed partial class DependencyEndpoints(AgentRegistry registry, ILogger<DependencyEndpoints> logger)
{
    private const string Tag = "Dependencies";
    private const string Transitive = "transitive";
    private const string Other = "other";

    private DependencyService Service => registry.Graph.Dependencies;

    public static void Map(RouteTable routes, DependencyEndpoints endpoints)
    {
        routes.Put("/agents/{id}/dependencies/{other}", CallerRole.Agent, endpoints.AddAsync)
            .Describe("AddDependency", Tag, "Make an agent depend on another.")
            .Answers<DependencyIds>().Answers<DependencyIds>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
        routes.Delete("/agents/{id}/dependencies/{other}", CallerRole.Agent, endpoints.RemoveAsync)
            .Describe("RemoveDependency", Tag, "End a dependency; one that is not there has ended already.")
            .AnswersNothing(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
        routes.Get("/agents/{id}/dependencies", CallerRole.Reader, endpoints.DependenciesAsync)
            .Describe("ListDependencies", Tag, "What an agent depends on.")
            .Query(Transitive, "Whether those that they depend on count, too.", ParameterKind.Flag)
            .Answers<DependencyIds>().Refuses(StatusCodes.Status404NotFound);
        routes.Get("/agents/{id}/dependents", CallerRole.Reader, endpoints.DependentsAsync)
            .Describe("ListDependents", Tag, "What depends on an agent.")
            .Query(Transitive, "Whether those that depend on them count, too.", ParameterKind.Flag)
            .Answers<DependentIds>().Refuses(StatusCodes.Status404NotFound);
        routes.Get("/agents/{id}/dependencies/validate", CallerRole.Reader, endpoints.ValidateAsync)
            .Describe("ValidateDependencies", Tag, "Whether all that an agent depends on is registered and active.")
            .Answers<DependencyValidation>().Refuses(StatusCodes.Status404NotFound);
        routes.Post("/agents/{id}/dependencies/validate", CallerRole.Agent, endpoints.ValidateAndMarkAsync)
            .Describe("ValidateAndMark", Tag, "As the GET; an agent with a dependency that is missing or not active is in error from then on.")
            .Answers<DependencyValidation>().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
    }

    private async Task AddAsync(HttpContext context)
    {
        if (await ReadPairAsync(context) is not var (id, other))
        {
            return;
        }

        var outcome = await Service.AddAsync(id, other, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var isNew, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        if (isNew)
        {
            LogAdded(id, other);
            context.Response.StatusCode = StatusCodes.Status201Created;
        }

        await ListAsync(context, id, transitive: false);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        if (await ReadPairAsync(context) is not var (id, other))
        {
            return;
        }

        var outcome = await Service.RemoveAsync(id, other, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var was, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        if (was)
        {
            LogRemoved(id, other);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task DependenciesAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var transitive = QueryFlags.Read(context, Transitive, errors);
        await (errors.IsEmpty ? ListAsync(context, id, transitive) : ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors)));
    }

    private async Task ListAsync(HttpContext context, string id, bool transitive)
    {
        var outcome = await Service.DependenciesAsync(id, transitive, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var list, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, list.AgeMs);
        await JsonAnswer.WriteAsync(context, new DependencyIds(list.Ids, list.Ids.Count), ContractsContext.Default.DependencyIds);
    }

    private async Task DependentsAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var transitive = QueryFlags.Read(context, Transitive, errors);
        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await Service.DependentsAsync(id, transitive, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var list, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, list.AgeMs);
        await JsonAnswer.WriteAsync(context, new DependentIds(list.Ids, list.Ids.Count), ContractsContext.Default.DependentIds);
    }

    private async Task ValidateAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        await (errors.IsEmpty
            ? AnswerAsync(context, await Service.ValidateAsync(id, context.Freshness(), context.RequestAborted))
            : ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors)));
    }

    private async Task ValidateAndMarkAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        await (errors.IsEmpty
            ? AnswerAsync(context, await Service.ValidateAndMarkAsync(id, context.Caller(), context.RequestAborted))
            : ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors)));
    }

    private static Task AnswerAsync(HttpContext context, Outcome<IReadOnlyList<DependencyFault>> outcome) =>
        outcome.Is(out var faults, out var refusal)
            ? JsonAnswer.WriteAsync(
                context,
                new DependencyValidation(faults.Count == 0, [.. faults.Select(static fault => fault.Text)]),
                ContractsContext.Default.DependencyValidation)
            : ProblemWriter.WriteAsync(context, refusal);

    /// <summary>Both ids of the path; null where the refusal has been answered.</summary>
    private static async Task<(string Id, string Other)?> ReadPairAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        var other = context.RouteValue(Other);
        if (!AgentId.IsValid(other))
        {
            errors.Add(Other, AgentId.Rule);
        }

        if (errors.IsEmpty)
        {
            return (id, other);
        }

        await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
        return null;
    }

    [LoggerMessage(82, LogLevel.Information, "Agent {AgentId} depends on {Other}.")]
    private partial void LogAdded(string agentId, string other);

    [LoggerMessage(83, LogLevel.Information, "Agent {AgentId} does not depend on {Other} any more.")]
    private partial void LogRemoved(string agentId, string other);
}
