using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Registry.Contracts;
using Registry.Contracts.Dependencies;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Dependencies;
using Registry.Http.Batches;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Dependencies;

/// <summary>The graph as a whole.</summary>
internal sealed class GraphEndpoints(AgentRegistry registry, IResponseCompressionProvider compression)
{
    private const string Tag = "Dependencies";
    private const string Ids = "ids";
    private const string From = "from";
    private const string To = "to";

    private DependencyService Service => registry.Graph.Dependencies;

    public static void Map(RouteTable routes, GraphEndpoints endpoints)
    {
        routes.Get("/graph", CallerRole.Reader, endpoints.GetAsync)
            .Describe("GetGraph", Tag, "Every agent and every dependency: to draw it.")
            .Query("format", "`json` (default), `dot` (Graphviz) or `mermaid`.")
            .Answers<GraphData>().AnswersText("text/vnd.graphviz").AnswersText("text/vnd.mermaid");
        routes.Post("/graph/activation-order", CallerRole.Reader, endpoints.OrderAsync)
            .Describe("GetActivationOrder", Tag, "An order in which agents can be activated.")
            .Takes<OrderRequest>().Answers<OrderAnswer>();
        routes.Get("/graph/cycles", CallerRole.Reader, endpoints.CyclesAsync)
            .Describe("ListCycles", Tag, "Cycles of dependencies: none, unless a fault made one.")
            .Answers<CycleList>();
        routes.Get("/graph/would-cycle", CallerRole.Reader, endpoints.WouldCycleAsync)
            .Describe("WouldCycle", Tag, "Whether a dependency would close a cycle.")
            .Query(From, "Who would depend.", isRequired: true).Query(To, "On whom.", isRequired: true)
            .Answers<CycleAnswer>();
    }

    private async Task GetAsync(HttpContext context)
    {
        var format = context.Request.Query["format"];
        if (format.Count > 0 && format.ToString() is not ("json" or "dot" or "mermaid"))
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid("format", "must be json, dot or mermaid"));
            return;
        }

        var outcome = await Service.SnapshotAsync(context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var graph, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, graph.AgeMs);
        await GraphAnswer.WriteAsync(context, graph, format.Count > 0 ? format.ToString() : "json", compression);
    }

    private async Task OrderAsync(HttpContext context)
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
            var ids = ReadIds(body.Root, errors);
            if (!errors.IsEmpty)
            {
                await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
                return;
            }

            if (ids.Count > BodyLimits.BatchItems)
            {
                await ProblemWriter.WriteAsync(context, BatchRunner.TooMany);
                return;
            }

            var outcome = await Service.OrderAsync(ids, context.Freshness(), context.RequestAborted);
            await (outcome.Is(out var order, out var refusal)
                ? JsonAnswer.WriteAsync(context, new OrderAnswer(order), ContractsContext.Default.OrderAnswer)
                : ProblemWriter.WriteAsync(context, refusal));
        }
    }

    private async Task CyclesAsync(HttpContext context)
    {
        var outcome = await Service.CyclesAsync(context.Freshness(), context.RequestAborted);
        await (outcome.Is(out var cycles, out var refusal)
            ? JsonAnswer.WriteAsync(context, new CycleList(cycles), ContractsContext.Default.CycleList)
            : ProblemWriter.WriteAsync(context, refusal));
    }

    private async Task WouldCycleAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var from = ReadId(context, From, errors);
        var to = ReadId(context, To, errors);
        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await Service.WouldCycleAsync(from, to, context.Freshness(), context.RequestAborted);
        await (outcome.Is(out var would, out var refusal)
            ? JsonAnswer.WriteAsync(context, new CycleAnswer(would), ContractsContext.Default.CycleAnswer)
            : ProblemWriter.WriteAsync(context, refusal));
    }

    private static List<string> ReadIds(JsonElement root, FieldErrors errors)
    {
        var ids = new List<string>();
        foreach (var (index, item) in (BatchItems.OfMember(root, Ids, errors) ?? []).Index())
        {
            var id = BatchItems.Text(item);
            if (AgentId.IsValid(id))
            {
                ids.Add(id);
            }
            else
            {
                errors.Add($"ids[{index}]", AgentId.Rule);
            }
        }

        return ids;
    }

    private static string ReadId(HttpContext context, string name, FieldErrors errors)
    {
        var id = context.Request.Query[name].ToString();
        if (!AgentId.IsValid(id))
        {
            errors.Add(name, AgentId.Rule);
        }

        return id;
    }
}
