using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Contracts.Indexes;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Discovery.CustomIndexes;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Indexes;

/// <summary>What agents are indexed by.</summary>
internal sealed partial class IndexEndpoints(AgentRegistry registry, ILogger<IndexEndpoints> logger)
{
    private const string Tag = "Indexes";
    private const string Name = "name";
    private const string Path = "path";
    private const string NameText = "Name of the index: 1–64 characters of `a–z A–Z 0–9 _ -`.";

    public static void Map(RouteTable routes, IndexEndpoints endpoints)
    {
        routes.Put("/indexes/{name}", CallerRole.Operator, endpoints.PutAsync)
            .Describe("PutIndex", Tag, "Index agents by something that they registered; `index.{name}=…` then filters. At most 32.")
            .Query(Name, NameText)
            .Takes<IndexRequest>().Answers<IndexResource>().Answers<IndexResource>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status409Conflict);
        routes.Get("/indexes", CallerRole.Reader, endpoints.ListAsync)
            .Describe("ListIndexes", Tag, "What agents are indexed by, built-in indexes included.")
            .Answers<IndexList>();
        routes.Delete("/indexes/{name}", CallerRole.Operator, endpoints.RemoveAsync)
            .Describe("RemoveIndex", Tag, "Remove an index.")
            .Query(Name, NameText).AnswersNothing(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status404NotFound);
    }

    private async Task PutAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var read = await ParsedBody.ReadAsync(
            context, errors, (root, all) => IndexDefinition.TryCreate(context.RouteValue(Name), ReadPath(root, all), all, out var made) ? made : null);
        if (read?.Value is not { } definition)
        {
            return;
        }

        var outcome = await registry.Indexes.PutAsync(definition, context.Caller(), context.RequestAborted);
        if (!outcome.Is(out var created, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        LogPut(definition.Name, definition.Path);
        context.Response.StatusCode = created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        await JsonAnswer.WriteAsync(context, Resource(definition.Name, definition.Path, builtIn: false), ContractsContext.Default.IndexResource);
    }

    private async Task ListAsync(HttpContext context)
    {
        var outcome = await registry.Indexes.ListAsync(context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var custom, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        IndexResource[] indexes =
        [
            .. BuiltInIndexes.All.Select(static index => Resource(index.Name, index.Path, builtIn: true)),
            .. custom.Select(static index => Resource(index.Name, index.Path, builtIn: false)),
        ];
        await JsonAnswer.WriteAsync(context, new IndexList { Indexes = indexes, Count = indexes.Length }, ContractsContext.Default.IndexList);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        var name = context.RouteValue(Name);
        if (BuiltInIndexes.Has(name))
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(Name, "must not be a built-in index: those are always there"));
            return;
        }

        if (!IndexDefinition.IsName(name))
        {
            await ProblemWriter.WriteAsync(context, NotFound);
            return;
        }

        var outcome = await registry.Indexes.RemoveAsync(name, context.Caller(), context.RequestAborted);
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
            LogRemoved(name);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private static HttpRefusal NotFound { get; } = new(ProblemMapping.NotFound, "There is no index of this name.");

    private static string ReadPath(JsonElement root, FieldErrors errors) =>
        JsonShape.RequireObject(root, errors) && root.TryGetProperty(Path, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static IndexResource Resource(string name, string path, bool builtIn) => new() { Name = name, Path = path, BuiltIn = builtIn };

    [LoggerMessage(85, LogLevel.Information, "Index {Index} is of {Path}.")]
    private partial void LogPut(string index, string path);

    [LoggerMessage(86, LogLevel.Information, "Index {Index} removed.")]
    private partial void LogRemoved(string index);
}
