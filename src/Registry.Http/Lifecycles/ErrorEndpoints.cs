using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Contracts.Agents;
using Registry.Contracts.Lifecycles;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Http.Agents;
using Registry.Http.Bodies;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Lifecycles;

/// <summary>Errors of agents, their history, and their end.</summary>
internal sealed class ErrorEndpoints(AgentRegistry registry)
{
    private const string Tag = "Lifecycle";
    private const string Message = "message";

    public static void Map(RouteTable routes, ErrorEndpoints endpoints)
    {
        routes.Post("/agents/{id}/errors", CallerRole.Agent, endpoints.ReportAsync)
            .Describe("ReportError", Tag, "Note an error of an agent: it is in error from then on.")
            .Takes<ErrorReport>().Answers<AgentResource>().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
        routes.Get("/agents/{id}/errors", CallerRole.Reader, endpoints.ListAsync)
            .Describe("ListErrors", Tag, "The last 50 errors of an agent.")
            .Answers<ErrorList>().Refuses(StatusCodes.Status404NotFound);
        routes.Delete("/agents/{id}/errors", CallerRole.Agent, endpoints.ClearAsync)
            .Describe("ClearErrors", Tag, "End being in error: inactive if it was ever active, else registered. The history stays.")
            .Answers<AgentResource>().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
    }

    private async Task ReportAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        if (await ParsedBody.ReadAsync(context, errors, ReadMessage) is not { Value: var message })
        {
            return;
        }

        await AnswerAsync(context, await registry.Graph.Lifecycle.FailAsync(id, message, context.Caller(), context.RequestAborted));
    }

    private async Task ListAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        if (!errors.IsEmpty)
        {
            await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
            return;
        }

        var outcome = await registry.Graph.Lifecycle.ErrorsAsync(id, context.Freshness(), context.RequestAborted);
        if (!outcome.Is(out var history, out var refusal))
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        ReadHeaders.Set(context, history.AgeMs);
        var answer = new ErrorList { Errors = ErrorEntries.Of(history.Errors), Count = history.Errors.Count };
        await JsonAnswer.WriteAsync(context, answer, ContractsContext.Default.ErrorList);
    }

    private async Task ClearAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        await (errors.IsEmpty
            ? AnswerAsync(context, await registry.Graph.Lifecycle.ClearAsync(id, context.Caller(), context.RequestAborted))
            : ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors)));
    }

    private static Task AnswerAsync(HttpContext context, Outcome<AgentView> outcome) =>
        outcome.Is(out var view, out var refusal) ? AgentAnswer.WriteAsync(context, view) : ProblemWriter.WriteAsync(context, refusal);

    private static string ReadMessage(JsonElement root, FieldErrors errors)
    {
        if (!JsonShape.RequireObject(root, errors))
        {
            return "";
        }

        var text = root.TryGetProperty(Message, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";

        // A stack trace has lines; other controls would be obeyed by the terminal that shows it.
        if (text.Length == 0 || text.Length > AgentError.MaxMessageLength
            || text.EnumerateRunes().Any(static rune => Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t')))
        {
            errors.Add(Message, $"must be a text of 1 to {AgentError.MaxMessageLength} characters, without control characters other than line breaks and tabs");
        }

        return text;
    }
}
