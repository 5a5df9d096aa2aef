using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Registry.Contracts;
using Registry.Http.Problems;

namespace Registry.Http.OpenApi;

/// <summary>The answers of the document that are problems: one a status, with an example a code.</summary>
internal static class OpenApiProblems
{
    // It is the answer of a method that a path lacks, so of no operation.
    private const int NotOfOperations = StatusCodes.Status405MethodNotAllowed;

    private const string ContentType = "application/problem+json";

    public static JsonObject Components(OpenApiSchemas schemas)
    {
        var all = new JsonObject();
        foreach (var kinds in ProblemMapping.Kinds.Where(static kind => kind.Status != NotOfOperations).GroupBy(static kind => kind.Status))
        {
            all.Add(Name(kinds.Key), Answer(kinds.Key, [.. kinds], schemas));
        }

        return all;
    }

    public static JsonObject Reference(int status) => new() { ["$ref"] = "#/components/responses/" + Name(status) };

    private static string Name(int status) => string.Create(CultureInfo.InvariantCulture, $"Problem{status}");

    private static JsonObject Answer(int status, List<ProblemKind> kinds, OpenApiSchemas schemas)
    {
        var examples = new JsonObject();
        foreach (var kind in kinds)
        {
            examples.Add(kind.Code, new JsonObject { ["value"] = Example(kind) });
        }

        var headers = new JsonObject { ["X-Correlation-Id"] = new JsonObject { ["$ref"] = "#/components/headers/CorrelationId" } };
        if (status is 429 or 503)
        {
            headers.Add("Retry-After", Header("Whole seconds to wait.", "integer"));
        }
        else if (status == 401)
        {
            headers.Add("WWW-Authenticate", Header("Bearer.", "string"));
        }

        return new JsonObject
        {
            ["description"] = string.Join(", or: ", kinds.Select(static kind => $"{kind.Title} (`{kind.Code}`)")) + ".",
            ["headers"] = headers,
            ["content"] = new JsonObject
            {
                [ContentType] = new JsonObject { ["schema"] = schemas.Of(typeof(Problem)), ["examples"] = examples },
            },
        };
    }

    private static JsonObject Header(string description, string type) =>
        new() { ["description"] = description, ["schema"] = new JsonObject { ["type"] = type } };

    private static JsonObject Example(ProblemKind kind) => new()
    {
        ["type"] = kind.Type,
        ["title"] = kind.Title,
        ["status"] = kind.Status,
        ["detail"] = kind.Title + ".",
        ["code"] = kind.Code,
        ["error"] = kind.Title + ".",
        ["trace_id"] = "4bf92f3577b34da6a3ce929d0e0e4736",
    };
}
