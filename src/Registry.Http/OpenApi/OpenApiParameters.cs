using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Registry.Http.Routing;

namespace Registry.Http.OpenApi;

/// <summary>The parameters of an operation: those of its path, then those it says it takes, then the one that every request may send.</summary>
internal static class OpenApiParameters
{
    // What a name in a path means, unless a route says so itself.
    private static readonly Dictionary<string, string> OfPaths = new(StringComparer.Ordinal)
    {
        ["id"] = "Id of the agent: 1–128 characters of `A–Z a–z 0–9 . _ : @ -`.",
        ["name"] = "Name of the service: 1–128 characters of `A–Z a–z 0–9 . _ : -`.",
        ["other"] = "Id of the agent that is depended on, registered or not.",
        ["type"] = "Type of agents, compared without case.",
    };

    public static JsonArray Of(RouteEndpoint route)
    {
        var all = new JsonArray();
        var shapes = route.Metadata.GetOrderedMetadata<ParameterShape>();
        var ofPath = route.RoutePattern.Parameters.Select(static parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var parameter in route.RoutePattern.Parameters)
        {
            all.Add(new JsonObject
            {
                ["name"] = parameter.Name,
                ["in"] = "path",
                ["required"] = true,
                ["description"] = shapes.FirstOrDefault(shape => shape.Name == parameter.Name)?.Description ?? OfPaths[parameter.Name],
                ["schema"] = new JsonObject { ["type"] = "string" },
            });
        }

        foreach (var shape in shapes.Where(shape => !ofPath.Contains(shape.Name)))
        {
            var parameter = new JsonObject { ["name"] = shape.Name, ["in"] = shape.IsHeader ? "header" : "query" };
            if (shape.IsRequired)
            {
                parameter["required"] = true;
            }

            parameter["description"] = shape.Description;
            parameter["schema"] = Schema(shape.Kind);
            all.Add(parameter);
        }

        all.Add(new JsonObject { ["$ref"] = "#/components/parameters/CorrelationId" });
        return all;
    }

    private static JsonObject Schema(ParameterKind kind) => kind switch
    {
        ParameterKind.List => new JsonObject
        {
            ["type"] = "array",
            ["maxItems"] = 64,
            ["items"] = new JsonObject { ["type"] = "string" },
        },
        ParameterKind.Flag => new JsonObject { ["type"] = "boolean" },
        ParameterKind.Whole => new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 1000 },
        ParameterKind.Number => new JsonObject { ["type"] = "number", ["minimum"] = 0 },
        _ => new JsonObject { ["type"] = "string" },
    };
}
