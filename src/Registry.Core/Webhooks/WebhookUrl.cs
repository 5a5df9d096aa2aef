using System.Diagnostics.CodeAnalysis;
using System.Net;
using Registry.Core.Agents;
using Registry.Core.Outbound;

namespace Registry.Core.Webhooks;

/// <summary>Where webhooks may go, as far as the text says it. What a name resolves to is checked at every connection.</summary>
public static class WebhookUrl
{
    public const string Rule = "must be an absolute http or https URL of at most 2,048 characters, without user name, password or fragment";
    public const string AddressRule = "must not name an address that the registry does not connect to";

    /// <summary>Null where it may be used, else what is wrong.</summary>
    /// <param name="text">As given.</param>
    /// <param name="allowPrivate">Whether loopback and private networks may be reached.</param>
    /// <param name="url">The URL.</param>
    public static string? Check(string text, bool allowPrivate, [NotNull] out Uri? url)
    {
        if (text.Length > WebhookLimits.MaxUrlLength
            || !EndpointAddress.IsHttp(text)
            || !EndpointAddress.TryParse(text, out _)
            || !Uri.TryCreate(text, UriKind.Absolute, out url)
            || url.UserInfo.Length > 0
            || url.Fragment.Length > 0
            || text.Any(static character => char.IsControl(character) || character is '\\'))
        {
            url = new Uri("about:blank");
            return Rule;
        }

        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host.Trim('[', ']') : url.IdnHost;
        return IPAddress.TryParse(host, out var address) && !OutboundGuard.Allows(address, allowPrivate) ? AddressRule : null;
    }

    /// <summary>As others may see it: values of secret parameters are masked.</summary>
    public static string Shown(string url) => EndpointSecrets.Redact(url);
}
