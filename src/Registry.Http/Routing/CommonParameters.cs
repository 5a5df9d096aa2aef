using Microsoft.AspNetCore.Builder;

namespace Registry.Http.Routing;

/// <summary>Parameters that several routes take.</summary>
internal static class CommonParameters
{
    public const string IfNoneMatch = "ETags that the caller has already, or *.";

    public static IEndpointConventionBuilder TakesIfMatch(this IEndpointConventionBuilder route) =>
        route.Header("If-Match", "The ETag that the state must still have; else 412.");

    public static IEndpointConventionBuilder TakesPage(this IEndpointConventionBuilder route) =>
        route.Query("limit", "At most this many, 1 … 1,000. Default 1,000.", ParameterKind.Whole)
            .Query("cursor", "Continues a list: what its last page gave, with the same filters and order.");

    /// <summary>The filters of a discovery of agents; all combine.</summary>
    public static IEndpointConventionBuilder TakesFilters(this IEndpointConventionBuilder route, bool withType = true)
    {
        if (withType)
        {
            route.Query("type", "Of this type, compared without case.");
        }

        return route
            .Query("kind", "`agent`, `service`, `component`, `system` or `provider`.")
            .Query("capability", "With all of these capabilities: names, or `name@range` with a version range as npm has them.", ParameterKind.List)
            .Query("any_capability", "With at least one of these capabilities.", ParameterKind.List)
            .Query("tag", "With all of these tags.", ParameterKind.List)
            .Query("status", "With one of these: `healthy`, `degraded`, `unhealthy`, `unreachable`, `maintenance`, `unknown`.", ParameterKind.List)
            .Query("healthy", "Whether the status is `healthy`.", ParameterKind.Flag)
            .Query("environment", "In this environment.")
            .Query("version", "Of this version, or of one in this range.")
            .Query("name", "A regular expression, at most 512 characters, that the name matches; it runs in linear time.")
            .Query("handler", "Serving this handler; `*`: serving all.")
            .Query("lifecycle", "`discovered`, `registered`, `active`, `inactive` or `error`.")
            .Query("system_type", "Of this type of enterprise system, such as `database` or `rest_api`.")
            .Query("owner", "Registered by the key of this name.")
            .Query("q", "Words, at most 16: each occurs in the name, the description or a capability.")
            .Query("sort", "`name`, `registered_at`, `last_seen` or `priority`; with `-` in front it descends. Default: by id.")
            .TakesPage();
    }
}
