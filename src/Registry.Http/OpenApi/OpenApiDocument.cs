using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Registry.Http.Auth;

namespace Registry.Http.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document, from the route table and the wire types. Handlers read and write bytes themselves, so the framework's own
/// generator, which looks at the parameters and results of delegates, would find neither.
/// </summary>
internal static class OpenApiDocument
{
    private const string Version = "1.0";

    private const string Description =
        "Where agents register, are found and are watched. JSON in UTF-8; times are RFC 3339 UTC, durations numbers of seconds. Members that "
        + "are not known are ignored. Every error is `application/problem+json`. Every GET answers HEAD; a method that a path lacks is 405 with `Allow`. `Cache-Control: no-cache` on a GET asks "
        + "for the state of now instead of one that may be a second old; `Age` says how old it is.";

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Agents", "Register, renew, change, find and remove agents."),
        ("Batches", "Up to 1,000 items a call, each with its own outcome."),
        ("Dependencies", "Who depends on whom, and what follows from that."),
        ("Documents", "This document and the page made from it."),
        ("Events", "What happened: the change feed and the audit."),
        ("Health", "How the registry and its agents are."),
        ("Hooks", "URLs that are asked before agents are activated and deactivated, and told after it."),
        ("Indexes", "What agents can be found by besides the filters that are always there."),
        ("Jobs", "What timers do, now."),
        ("Keys", "Who calls."),
        ("Lifecycle", "Activate and deactivate agents, and note their errors."),
        ("Resolution", "Who should do something now, how calls went, and the circuits that follow from it."),
        ("Services", "The surface of the service registry: agents of kind service, in camelCase."),
        ("Statistics", "Counts."),
        ("Subscriptions", "Events that are pushed to URLs: webhooks."),
        ("Systems", "What kind of enterprise system an endpoint is."),
        ("Trust", "Who vouches for agents: authorities, their keys, and what follows for an agent."),
    ];

    /// <param name="endpoints">Of the application; those that are not of the route table, or are not described, are left out.</param>
    public static JsonObject Of(IEnumerable<Endpoint> endpoints)
    {
        var schemas = new OpenApiSchemas(new ContractDocs());
        var operations = new OpenApiOperations(schemas, JsonNode.Parse(Resources.ReadText("examples.json"))!.AsObject());
        var paths = new JsonObject();
        foreach (var path in Routes(endpoints).GroupBy(static route => route.RoutePattern.RawText!).OrderBy(static path => path.Key, StringComparer.Ordinal))
        {
            var item = new JsonObject();
            foreach (var route in path.OrderBy(Method, StringComparer.Ordinal))
            {
                item.Add(Method(route), operations.Of(route));
            }

            paths.Add(path.Key, item);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Agent Registry",
                ["version"] = Version,
                ["description"] = Description,
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(Requirement("functionsKey"), Requirement("functionsCode"), Requirement("bearer")),
            ["tags"] = new JsonArray([.. Tags.Select(static tag => new JsonObject { ["name"] = tag.Name, ["description"] = tag.Description })]),
            ["paths"] = paths,
            ["components"] = Components(schemas),
        };
    }

    /// <summary>The routes that the document has.</summary>
    public static IEnumerable<RouteEndpoint> Routes(IEnumerable<Endpoint> endpoints) =>
        endpoints.OfType<RouteEndpoint>().Where(static route =>
            route.Metadata.GetMetadata<RequiredRole>() is not null && route.Metadata.GetMetadata<IHttpMethodMetadata>() is not null);

    /// <summary>HEAD comes with every GET and is not told on its own.</summary>
    public static string Method(RouteEndpoint route) =>
        route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
            .First(static method => !HttpMethods.IsHead(method)).ToLowerInvariant();

    private static JsonObject Components(OpenApiSchemas schemas)
    {
        var responses = OpenApiProblems.Components(schemas);
        return new JsonObject
        {
            ["schemas"] = schemas.Components(),
            ["responses"] = responses,
            ["parameters"] = new JsonObject
            {
                ["CorrelationId"] = new JsonObject
                {
                    ["name"] = "X-Correlation-Id",
                    ["in"] = "header",
                    ["description"] = "At most 128 visible ASCII characters; answered, and in every log line of the request.",
                    ["schema"] = new JsonObject { ["type"] = "string", ["maxLength"] = 128 },
                },
            },
            ["headers"] = new JsonObject
            {
                ["CorrelationId"] = Header("The request's own, or a new one."),
                ["ETag"] = Header("Of this state: for If-None-Match and If-Match."),
                ["Location"] = Header("Where what was made is."),
            },
            ["securitySchemes"] = new JsonObject
            {
                ["functionsKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" },
                ["functionsCode"] = new JsonObject { ["type"] = "apiKey", ["in"] = "query", ["name"] = "code" },
                ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
            },
        };
    }

    private static JsonObject Header(string description) =>
        new() { ["description"] = description, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Requirement(string scheme) => new() { [scheme] = new JsonArray() };
}
