using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Registry.Core.Agents;
using Registry.Http.Auth;
using Registry.Http.Correlation;
using Registry.Http.Routing;

namespace Registry.Http.OpenApi;

/// <summary>An operation of the document from what its route says.</summary>
internal sealed class OpenApiOperations(OpenApiSchemas schemas, JsonObject examples)
{
    private const string MergePatch = "merge-patch";

    public JsonObject Of(RouteEndpoint route)
    {
        var metadata = route.Metadata;
        var name = metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;
        var role = metadata.GetRequiredMetadata<RequiredRole>().Role;
        var operation = new JsonObject
        {
            ["operationId"] = name,
            ["tags"] = new JsonArray([.. metadata.GetMetadata<ITagsMetadata>()?.Tags.Select(static tag => JsonValue.Create(tag)) ?? []]),
            ["summary"] = metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary,
            ["description"] = RoleText(role),
            ["parameters"] = OpenApiParameters.Of(route),
        };
        if (metadata.GetMetadata<RequestShape>() is { } request)
        {
            operation["requestBody"] = Body(request, examples[name]?["request"]);
        }

        operation["responses"] = Answers(route, role, name);
        if (role == CallerRole.None)
        {
            operation["security"] = new JsonArray();
        }

        return operation;
    }

    private static string RoleText(CallerRole role) => role switch
    {
        CallerRole.None => "Needs no key.",
        CallerRole.Reader => "Needs the role `reader`.",
        CallerRole.Agent => "Needs the role `agent`.",
        CallerRole.Operator => "Needs the role `operator`.",
        _ => "Needs the role `admin`.",
    };

    private JsonObject Body(RequestShape request, JsonNode? example)
    {
        var isPatch = request.ContentType.Contains(MergePatch, StringComparison.Ordinal);
        var media = new JsonObject { ["schema"] = isPatch ? schemas.PatchOf(request.Type) : schemas.Of(request.Type) };
        if (example is not null)
        {
            media["example"] = example.DeepClone();
        }

        return new JsonObject { ["required"] = !request.Optional, ["content"] = new JsonObject { [request.ContentType] = media } };
    }

    private JsonObject Answers(RouteEndpoint route, CallerRole role, string name)
    {
        var answers = new SortedDictionary<int, JsonObject>();
        foreach (var shape in route.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>())
        {
            if (!answers.TryGetValue(shape.StatusCode, out var answer))
            {
                answers.Add(shape.StatusCode, answer = Answer(shape.StatusCode));
            }

            Describe(answer, shape, examples[name]?["answer"]);
        }

        if (answers.ContainsKey(StatusCodes.Status304NotModified))
        {
            foreach (var answer in answers.Values)
            {
                answer["headers"]!["ETag"] = new JsonObject { ["$ref"] = "#/components/headers/ETag" };
            }
        }

        foreach (var status in Refusals(route, role))
        {
            answers.TryAdd(status, OpenApiProblems.Reference(status));
        }

        var all = new JsonObject();
        foreach (var (status, answer) in answers)
        {
            all.Add(status.ToString(CultureInfo.InvariantCulture), answer);
        }

        return all;
    }

    private static JsonObject Answer(int status)
    {
        var headers = new JsonObject { [CorrelationIds.Header] = new JsonObject { ["$ref"] = "#/components/headers/CorrelationId" } };
        if (status == StatusCodes.Status201Created)
        {
            headers.Add("Location", new JsonObject { ["$ref"] = "#/components/headers/Location" });
        }

        return new JsonObject { ["description"] = ReasonPhrases.GetReasonPhrase(status) + ".", ["headers"] = headers };
    }

    private void Describe(JsonObject answer, IProducesResponseTypeMetadata shape, JsonNode? example)
    {
        if (shape.Type is not { } type || type == typeof(void))
        {
            return;
        }

        var content = answer["content"]?.AsObject();
        if (content is null)
        {
            answer["content"] = content = [];
        }

        foreach (var contentType in shape.ContentTypes)
        {
            var media = new JsonObject { ["schema"] = schemas.Of(type) };
            if (example is not null && type != typeof(string) && shape.StatusCode < StatusCodes.Status300MultipleChoices)
            {
                media["example"] = example.DeepClone();
            }

            content.Add(contentType, media);
        }
    }

    private static IEnumerable<int> Refusals(RouteEndpoint route, CallerRole role)
    {
        var metadata = route.Metadata;
        var takesBody = metadata.GetMetadata<RequestShape>() is not null;
        if (takesBody || route.RoutePattern.Parameters.Count > 0 || metadata.GetOrderedMetadata<ParameterShape>().Any(static shape => !shape.IsHeader))
        {
            yield return StatusCodes.Status400BadRequest;
        }

        if (role != CallerRole.None)
        {
            yield return StatusCodes.Status401Unauthorized;
            yield return StatusCodes.Status403Forbidden;
            yield return StatusCodes.Status503ServiceUnavailable;
        }

        if (takesBody)
        {
            yield return StatusCodes.Status413PayloadTooLarge;
            yield return StatusCodes.Status415UnsupportedMediaType;
        }

        foreach (var status in metadata.GetOrderedMetadata<RefusalShape>().SelectMany(static refusal => refusal.Statuses))
        {
            yield return status;
        }

        yield return StatusCodes.Status429TooManyRequests;
        yield return StatusCodes.Status500InternalServerError;
    }
}
