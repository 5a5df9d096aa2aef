using System.Net;
using Microsoft.AspNetCore.Http;

namespace Registry.Http.Auth;

/// <summary>
/// Tells a caller on this machine from one that a proxy, or a web page in this machine's browser, brings along: those reach
/// loopback too, but they are not the developer.
/// </summary>
internal static class LocalCallers
{
    // What proxies are known to write, or what it begins with: of some there are a dozen.
    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded", "X-Forwarded", "X-Original-", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-ProxyUser-Ip", "X-Rewrite-URL", "X-Azure-", "X-ARR-",
        "X-Envoy-", "CF-", "True-Client-IP", "Fastly-", "Fly-", "Via",
    ];

    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IsLoopback(address)
        && !IsForwarded(context.Request.Headers)
        && IsLoopbackName(context.Request.Host.Host)
        && IsOwnOrigin(context.Request.Headers.Origin)
        && !IsOfAnotherSite(context.Request.Headers);

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsForwarded(IHeaderDictionary headers)
    {
        foreach (var (name, _) in headers)
        {
            foreach (var known in ForwardingHeaders)
            {
                if (name.StartsWith(known, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // A foreign name that resolves to loopback is how a web page gets past the same-origin rule (DNS rebinding).
    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IsLoopback(address));

    // A page that only wants something done, not its answer, sends a GET without an Origin.
    private static bool IsOfAnotherSite(IHeaderDictionary headers) => headers["Sec-Fetch-Site"] == "cross-site";

    private static bool IsOwnOrigin(string? origin) =>
        string.IsNullOrEmpty(origin) || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsLoopbackName(uri.IdnHost));
}
