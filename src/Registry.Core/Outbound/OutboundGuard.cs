using System.Net;

namespace Registry.Core.Outbound;

/// <summary>
/// Which addresses the registry may connect to on somebody's behalf. Pure: what an address is follows from the registries of special
/// addresses (IANA, RFC 6890), forms of IPv6 that carry an IPv4 address are judged by the one they carry.
/// </summary>
internal static class OutboundGuard
{
    // 10/8, 172.16/12, 192.168/16 (RFC 1918), 100.64/10 (RFC 6598), 127/8, 192.0.0/24 (RFC 6890), 198.18/15 (RFC 2544).
    private static readonly AddressRange[] Private4 = Ranges(
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "192.0.0.0/24", "198.18.0.0/15");

    // "This network" (Linux takes it for loopback), link-local with the metadata services in it, multicast, reserved with broadcast; then
    // what clouds answer their machines on outside of link-local: Azure's host, Alibaba's and Oracle's metadata.
    private static readonly AddressRange[] Forbidden4 = Ranges(
        "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32");

    // Loopback, unique local (RFC 4193), site-local (RFC 3879).
    private static readonly AddressRange[] Private6 = Ranges("::1/128", "fc00::/7", "fec0::/10");

    // Unspecified, link-local, multicast, discard (RFC 6666), local NAT64 (RFC 8215: where its IPv4 address stands nobody can tell),
    // Teredo (RFC 4380: relays of strangers); then the services of AWS and the metadata of Google Cloud.
    private static readonly AddressRange[] Forbidden6 = Ranges(
        "::/128", "fe80::/10", "ff00::/8", "100::/64", "64:ff9b:1::/48", "2001::/32", "fd00:ec2::/32", "fd20:ce::254/128");

    // Bytes 12 to 15 are an IPv4 address: mapped, compatible, translated (RFC 2765), NAT64 (RFC 6052).
    private static readonly AddressRange[] Embedding = Ranges("::ffff:0:0/96", "::/96", "::ffff:0:0:0/96", "64:ff9b::/96");

    private static readonly AddressRange SixToFour = AddressRange.Parse("2002::/16");

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
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out var length) ? Classify(bytes[..length]) : AddressClass.Forbidden;
    }

    private static AddressClass Classify(ReadOnlySpan<byte> address)
    {
        var four = address.Length == 4;
        if (In(four ? Forbidden4 : Forbidden6, address))
        {
            return AddressClass.Forbidden;
        }

        if (In(four ? Private4 : Private6, address))
        {
            return AddressClass.Private;
        }

        if (four)
        {
            return AddressClass.Public;
        }

        if (In(Embedding, address) || IsIsatap(address))
        {
            return Classify(address[12..]);
        }

        return SixToFour.Contains(address) ? Classify(address[2..6]) : AddressClass.Public;
    }

    /// <summary>An interface identifier of RFC 5214, under any prefix.</summary>
    private static bool IsIsatap(ReadOnlySpan<byte> address) =>
        (address[8] & 0xFC) == 0 && address[9] == 0 && address[10] == 0x5E && address[11] == 0xFE;

    private static bool In(AddressRange[] ranges, ReadOnlySpan<byte> address)
    {
        foreach (var range in ranges)
        {
            if (range.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static AddressRange[] Ranges(params string[] ranges) => Array.ConvertAll(ranges, AddressRange.Parse);
}
