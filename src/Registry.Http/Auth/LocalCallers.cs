using System.Net;
using Microsoft.AspNetCore.Http;

namespace Registry.Http.Auth;

/// <summary>
/// Tells a caller on this machine from one that a proxy, or a web page in this machine's browser, brings along: those reach
/// loopback too, but they are not the developer.
/// </summary>
internal static class LocalCallers
{
    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "X-Real-IP", "X-Client-IP",
        "X-Original-For", "X-Original-Host", "X-Azure-ClientIP", "X-ARR-ClientIP", "X-Envoy-External-Address", "CF-Connecting-IP",
        "True-Client-IP", "Via",
    ];

    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IsLoopback(address)
        && !IsForwarded(context.Request.Headers)
        && IsLoopbackName(context.Request.Host.Host)
        && IsOwnOrigin(context.Request.Headers.Origin);

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsForwarded(IHeaderDictionary headers)
    {
        foreach (var name in ForwardingHeaders)
        {
            if (headers.ContainsKey(name))
            {
                return true;
            }
        }

        return false;
    }

    // A foreign name that resolves to loopback is how a web page gets past the same-origin rule (DNS rebinding).
    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IsLoopback(address));

    private static bool IsOwnOrigin(string? origin) =>
        string.IsNullOrEmpty(origin) || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsLoopbackName(uri.IdnHost));
}
