using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Contracts.Batches;
using Registry.Contracts.Resolution;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Resolution;
using Registry.Http.Agents;
using Registry.Http.Batches;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Resolution;

/// <summary>How calls went, and the circuits that follow from it.</summary>
internal sealed partial class CircuitEndpoints(AgentRegistry registry, BatchRunner runner, ILogger<CircuitEndpoints> logger)
{
    private const string Tag = "Resolution";
    private const string Id = "id";

    public static void Map(RouteTable routes, CircuitEndpoints endpoints)
    {
        routes.Post("/agents/{id}/outcome", CallerRole.Agent, endpoints.ReportAsync)
            .Describe("ReportOutcome", Tag, "Say how a call of an agent went; its circuit afterwards.")
            .Takes<OutcomeReport>().Answers<AgentCircuit>().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);
        routes.Post("/agents/outcomes", CallerRole.Agent, endpoints.ReportManyAsync)
            .Describe("ReportOutcomes", Tag, "Say how up to 1,000 calls went.")
            .Takes<OutcomeItem[]>().Answers<BatchAnswer>();
        routes.Get("/circuits", CallerRole.Reader, endpoints.ListAsync)
            .Describe("ListCircuits", Tag, "The circuits of all agents.")
            .Query("state", "In one of these states: `closed`, `open`, `half_open`.", ParameterKind.List)
            .Query("type", "Of agents of this type, compared without case.")
            .TakesPage().Answers<CircuitList>();
        routes.Post("/circuits/reset", CallerRole.Operator, endpoints.ResetAllAsync)
            .Describe("ResetCircuits", Tag, "Close all circuits and forget their counts.")
            .Answers<ResetAnswer>();
        routes.Post("/agents/{id}/circuit/reset", CallerRole.Operator, endpoints.ResetAsync)
            .Describe("ResetCircuit", Tag, "Close an agent's circuit and forget its counts.")
            .Answers<ResetAnswer>().Refuses(StatusCodes.Status404NotFound);
    }

    private async Task ReportAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        if (await ParsedBody.ReadAsync(context, errors, OutcomeBodies.Read) is not { Value: var report })
        {
            return;
        }

        var outcome = await registry.Resolution.ReportAsync(id, report, context.Caller(), context.RequestAborted);
        await (outcome.Is(out var agent, out var refusal)
            ? JsonAnswer.WriteAsync(context, Circuits.From(agent), ContractsContext.Default.AgentCircuit)
            : ProblemWriter.WriteAsync(context, refusal));
    }

    private async Task ReportManyAsync(HttpContext context)
    {
        var read = await BodyReader.ReadBatchAsync(context);
        if (!read.Is(out var body, out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        using (body)
        {
            var errors = new FieldErrors();
            if (BatchItems.OfArray(body.Root, errors) is not { } items)
            {
                await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            }
            else if (items.Count > BodyLimits.BatchItems)
            {
                await ProblemWriter.WriteAsync(context, BatchRunner.TooMany);
            }
            else
            {
                await runner.AnswerAsync(context, items, item => ReportAsync(context, item));
            }
        }
    }

    private async Task<BatchItem> ReportAsync(HttpContext context, JsonElement item)
    {
        var errors = new FieldErrors();
        var report = OutcomeBodies.Read(item, errors);
        var id = BatchItems.Text(item, Id);
        if (!AgentId.IsValid(id))
        {
            errors.Add(Id, AgentId.Rule);
        }

        if (!errors.IsEmpty)
        {
            return BatchItem.Refused(id, HttpRefusal.Invalid(errors));
        }

        var outcome = await registry.Resolution.ReportAsync(id!, report, context.Caller(), context.RequestAborted);
        return outcome.Is(out _, out var refusal)
            ? BatchItem.Done(id!, StatusCodes.Status200OK)
            : BatchItem.Refused(id, ProblemMapping.From(refusal));
    }

    private async Task ListAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        if (CircuitQuery.Parse(context.Request.Parameters(), errors) is not { } query)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.Resolution.ListCircuitsAsync(query, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var page, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, page.AgeMs);
        var list = new CircuitList
        {
            Circuits = page.Agents.Select(Circuits.From).ToList(),
            Count = page.Agents.Count,
            Total = page.Total,
            NextCursor = page.NextCursor,
        };
        await JsonAnswer.WriteAsync(context, list, ContractsContext.Default.CircuitList);
    }

    private async Task ResetAllAsync(HttpContext context)
    {
        var outcome = await registry.Resolution.ResetAllAsync(context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var count, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        LogReset(count);
        await JsonAnswer.WriteAsync(context, new ResetAnswer(count), ContractsContext.Default.ResetAnswer);
    }

    private async Task ResetAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.Resolution.ResetAsync(id, context.Caller(), context.RequestAborted);
        await (outcome.Is(out var reset, out var refusal)
            ? JsonAnswer.WriteAsync(context, new ResetAnswer(reset ? 1 : 0), ContractsContext.Default.ResetAnswer)
            : ProblemWriter.WriteAsync(context, refusal));
    }

    [LoggerMessage(70, LogLevel.Information, "{Count} circuits were reset.")]
    private partial void LogReset(int count);
}
