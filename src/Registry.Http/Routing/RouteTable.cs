using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Registry.Core.Agents;
using Registry.Http.Auth;

namespace Registry.Http.Routing;

/// <summary>Collects routes: every GET answers HEAD too, every route says who may call it, and a method it lacks is 405.</summary>
internal sealed class RouteTable(IEndpointRouteBuilder endpoints)
{
    private static readonly RequiredRole Anybody = new(CallerRole.None);

    private readonly SortedDictionary<string, SortedSet<string>> _methods = new(StringComparer.OrdinalIgnoreCase);

    public IEndpointConventionBuilder Get(string pattern, CallerRole role, RequestDelegate handler) =>
        Map(pattern, [HttpMethods.Get, HttpMethods.Head], role, handler);

    public IEndpointConventionBuilder Post(string pattern, CallerRole role, RequestDelegate handler) =>
        Map(pattern, [HttpMethods.Post], role, handler);

    public IEndpointConventionBuilder Put(string pattern, CallerRole role, RequestDelegate handler) =>
        Map(pattern, [HttpMethods.Put], role, handler);

    public IEndpointConventionBuilder Patch(string pattern, CallerRole role, RequestDelegate handler) =>
        Map(pattern, [HttpMethods.Patch], role, handler);

    public IEndpointConventionBuilder Delete(string pattern, CallerRole role, RequestDelegate handler) =>
        Map(pattern, [HttpMethods.Delete], role, handler);

    /// <summary>
    /// Last: one more endpoint a pattern, for any other method. The framework's own 405 would not do: for
    /// <c>GET /agents/register</c> it falls back to <c>/agents/{id}</c>.
    /// </summary>
    public void MapOtherMethods()
    {
        foreach (var (pattern, methods) in _methods)
        {
            var other = new OtherMethods(string.Join(", ", methods));
            endpoints.Map(pattern, other.AnswerAsync).WithMetadata(Anybody).ExcludeFromDescription();
        }
    }

    private IEndpointConventionBuilder Map(string pattern, string[] methods, CallerRole role, RequestDelegate handler)
    {
        if (!_methods.TryGetValue(pattern, out var known))
        {
            known = new SortedSet<string>(StringComparer.Ordinal);
            _methods.Add(pattern, known);
        }

        known.UnionWith(methods);
        return endpoints.MapMethods(pattern, methods, handler).WithMetadata(new RequiredRole(role));
    }
}
