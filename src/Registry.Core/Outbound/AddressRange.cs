using System.Globalization;
using System.Net;

namespace Registry.Core.Outbound;

/// <summary>
/// The addresses that begin with some bits. (The framework's IPNetwork takes an IPv4 address mapped into IPv6 for the IPv4 address, which
/// would hide the form that has to be recognized here.)
/// </summary>
internal sealed class AddressRange
{
    private readonly byte[] _prefix;
    private readonly int _bits;

    private AddressRange(byte[] prefix, int bits)
    {
        _prefix = prefix;
        _bits = bits;
    }

    /// <param name="text">As <c>10.0.0.0/8</c>.</param>
    public static AddressRange Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new AddressRange(IPAddress.Parse(text[..slash]).GetAddressBytes(), int.Parse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <param name="address">4 or 16 bytes; a range of the other family has none of them.</param>
    public bool Contains(ReadOnlySpan<byte> address)
    {
        var (whole, rest) = Math.DivRem(_bits, 8);
        return address.Length == _prefix.Length
            && address[..whole].SequenceEqual(_prefix.AsSpan(0, whole))
            && (rest == 0 || (address[whole] ^ _prefix[whole]) >> (8 - rest) == 0);
    }
}
