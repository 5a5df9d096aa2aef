using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Registry.Core.Agents;

/// <summary>Host names, IP addresses and <c>host:port</c>.</summary>
internal static class HostName
{
    // DNS labels, and the underscore that container networks and SRV records have.
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    /// <summary>A name or an IPv4 address, or an IPv6 address without brackets.</summary>
    public static bool IsValid(ReadOnlySpan<char> host) =>
        host.Contains(':')
            ? !host.Contains('%') && IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            : host.Length is > 0 and <= AgentLimits.MaxHostLength && !host.ContainsAnyExcept(Alphabet) && host[0] is not ('.' or '-');

    /// <summary>Splits <c>host</c>, <c>host:port</c>, <c>[v6]</c>, <c>[v6]:port</c> or a bare IPv6 address. The host comes without brackets, the port as 0 where there is none.</summary>
    public static bool TrySplit(ReadOnlySpan<char> text, out string host, out int port)
    {
        host = "";
        port = 0;
        var name = text;
        ReadOnlySpan<char> rest = default;
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']');
            if (end < 0 || !text[1..end].Contains(':'))
            {
                return false;
            }

            name = text[1..end];
            rest = text[(end + 1)..];
        }
        else if (text.Count(':') == 1)
        {
            var colon = text.IndexOf(':');
            name = text[..colon];
            rest = text[colon..];
        }

        if (!IsValid(name) || (rest.Length > 0 && !TryPort(rest, out port)))
        {
            return false;
        }

        host = name.ToString();
        return true;
    }

    /// <summary>As it stands in a URL: IPv6 in brackets.</summary>
    public static string InUrl(string host, int port)
    {
        var name = host.Contains(':') ? $"[{host}]" : host;
        return port == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{port}");
    }

    private static bool TryPort(ReadOnlySpan<char> rest, out int port)
    {
        port = 0;
        return rest[0] == ':'
            && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is >= 1 and <= AgentLimits.MaxPort;
    }
}
