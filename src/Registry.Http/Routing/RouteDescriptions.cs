using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Registry.Http.Routing;

/// <summary>What the API document says of a route.</summary>
internal static class RouteDescriptions
{
    private const string Json = "application/json";

    public static IEndpointConventionBuilder Describe(this IEndpointConventionBuilder route, string name, string tag, string summary) =>
        route.WithName(name).WithTags(tag).WithSummary(summary);

    public static IEndpointConventionBuilder Takes<T>(this IEndpointConventionBuilder route, string contentType = Json, bool optional = false) =>
        route.WithMetadata(new RequestShape(typeof(T), contentType, optional));

    public static IEndpointConventionBuilder Answers<T>(this IEndpointConventionBuilder route, int status = StatusCodes.Status200OK) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), [Json]));

    public static IEndpointConventionBuilder AnswersText(this IEndpointConventionBuilder route, string contentType) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [contentType]));

    public static IEndpointConventionBuilder AnswersNothing(this IEndpointConventionBuilder route, int status) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(status));

    public static IEndpointConventionBuilder Query(
        this IEndpointConventionBuilder route, string name, string description, ParameterKind kind = ParameterKind.Text, bool isRequired = false) =>
        route.WithMetadata(new ParameterShape(name, IsHeader: false, kind, description) { IsRequired = isRequired });

    public static IEndpointConventionBuilder Header(this IEndpointConventionBuilder route, string name, string description) =>
        route.WithMetadata(new ParameterShape(name, IsHeader: true, ParameterKind.Text, description));

    /// <summary>Statuses that follow from the role, the parameters and the body need no word: 400, 401, 403, 413, 415, 429, 500, 503.</summary>
    public static IEndpointConventionBuilder Refuses(this IEndpointConventionBuilder route, params int[] statuses) =>
        route.WithMetadata(new RefusalShape(statuses));
}
