using System.Net;
using System.Net.Sockets;

namespace Registry.Core.Outbound;

/// <summary>
/// Which addresses the registry may connect to on somebody's behalf. Pure: what an address is follows from the registries of special
/// addresses (IANA, RFC 6890), forms of IPv6 that carry an IPv4 address are judged by the one they carry.
/// </summary>
internal static class OutboundGuard
{
    // 10/8, 172.16/12, 192.168/16 (RFC 1918), 100.64/10 (RFC 6598), 127/8, 192.0.0/24 (RFC 6890), 198.18/15 (RFC 2544).
    private static readonly IPNetwork[] Private4 = Networks(
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "192.0.0.0/24", "198.18.0.0/15");

    // "This network" (Linux takes it for loopback), link-local with the metadata services in it, multicast, reserved with broadcast; then
    // what clouds answer their machines on outside of link-local: Azure's host, Alibaba's and Oracle's metadata.
    private static readonly IPNetwork[] Forbidden4 = Networks(
        "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32");

    // Loopback, unique local (RFC 4193), site-local (RFC 3879).
    private static readonly IPNetwork[] Private6 = Networks("::1/128", "fc00::/7", "fec0::/10");

    // Unspecified, link-local, multicast, discard (RFC 6666), local NAT64 (RFC 8215: where its IPv4 address stands nobody can tell),
    // Teredo (RFC 4380: relays of strangers); then the services of AWS and the metadata of Google Cloud.
    private static readonly IPNetwork[] Forbidden6 = Networks(
        "::/128", "fe80::/10", "ff00::/8", "100::/64", "64:ff9b:1::/48", "2001::/32", "fd00:ec2::/32", "fd20:ce::254/128");

    // Bytes 12 to 15 are an IPv4 address: mapped, compatible, translated (RFC 2765), NAT64 (RFC 6052).
    private static readonly IPNetwork[] Embedding = Networks("::ffff:0:0/96", "::/96", "::ffff:0:0:0/96", "64:ff9b::/96");

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether a connection may be made.</summary>
    /// <param name="address">Resolved; never a name.</param>
    /// <param name="allowPrivate">Whether loopback and private networks may be reached. Nothing else is relaxed by it.</param>
    public static bool Allows(IPAddress address, bool allowPrivate) => Classify(address) switch
    {
        AddressClass.Public => true,
        AddressClass.Private => allowPrivate,
        _ => false,
    };

    public static AddressClass Classify(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return In(Forbidden4, address) ? AddressClass.Forbidden : In(Private4, address) ? AddressClass.Private : AddressClass.Public;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? ClassifySix(address) : AddressClass.Forbidden;
    }

    private static AddressClass ClassifySix(IPAddress given)
    {
        Span<byte> bytes = stackalloc byte[16];
        given.TryWriteBytes(bytes, out _);
        var address = given.ScopeId == 0 ? given : new IPAddress(bytes);
        if (In(Forbidden6, address))
        {
            return AddressClass.Forbidden;
        }

        if (In(Private6, address))
        {
            return AddressClass.Private;
        }

        if (In(Embedding, address) || IsIsatap(bytes))
        {
            return Classify(new IPAddress(bytes[12..]));
        }

        return SixToFour.Contains(address) ? Classify(new IPAddress(bytes[2..6])) : AddressClass.Public;
    }

    /// <summary>An interface identifier of RFC 5214, under any prefix.</summary>
    private static bool IsIsatap(ReadOnlySpan<byte> address) =>
        (address[8] & 0xFC) == 0 && address[9] == 0 && address[10] == 0x5E && address[11] == 0xFE;

    private static bool In(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static IPNetwork[] Networks(params string[] networks) => Array.ConvertAll(networks, IPNetwork.Parse);
}
