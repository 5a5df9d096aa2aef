using Microsoft.AspNetCore.Http;

namespace Registry.Http.Routing;

/// <summary>The query of a request, parameter by parameter.</summary>
internal static class QueryParameterList
{
    public static IEnumerable<KeyValuePair<string, string>> Of(IQueryCollection query) =>
        query.SelectMany(static parameter => parameter.Value, static (parameter, value) => KeyValuePair.Create(parameter.Key, value ?? ""));
}
