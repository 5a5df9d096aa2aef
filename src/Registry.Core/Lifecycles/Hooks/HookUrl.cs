using System.Net;
using Registry.Core.Agents;
using Registry.Core.Outbound;

namespace Registry.Core.Lifecycles.Hooks;

/// <summary>Which URLs may be hooks, as far as the text tells. What a name resolves to is checked at every call.</summary>
public static class HookUrl
{
    public const string Rule = "must be an absolute http or https URL without user name and password";
    public const string OpenRule = "must be an absolute http or https URL without user name, password and other secrets: whoever may read sees it";
    public const string AddressRule = "must not name an address that the registry does not connect to";

    /// <summary>What is wrong with it; null for nothing.</summary>
    /// <param name="text">As given.</param>
    /// <param name="allowPrivate">Whether loopback and private networks may be reached.</param>
    /// <param name="isOpen">Whether it is kept and shown as it is, as those of agents are: then it may hold no secret parameter.</param>
    public static string? Check(string text, bool allowPrivate, bool isOpen)
    {
        if (!EndpointAddress.IsHttp(text)
            || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.UserInfo.Length > 0
            || url.IdnHost.Length == 0
            || (isOpen && EndpointSecrets.AreIn(text)))
        {
            return isOpen ? OpenRule : Rule;
        }

        // The platform has made one spelling of decimal, octal and hexadecimal ones.
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host.Trim('[', ']') : url.IdnHost;
        var forbidden = IPAddress.TryParse(host, out var address) ? !OutboundGuard.Allows(address, allowPrivate) : !allowPrivate && IsLoopbackName(host);
        return forbidden ? AddressRule : null;
    }

    // RFC 6761 §6.3: resolves to loopback everywhere.
    private static bool IsLoopbackName(string host) =>
        host.TrimEnd('.') is var name
        && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));
}
