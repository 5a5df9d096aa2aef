using System.Globalization;
using System.Text;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>A path as the server hands it on: percent-decoded, but for slashes and what is no UTF-8.</summary>
internal static class PercentEncoding
{
    public static string Decode(string path)
    {
        var decoded = new StringBuilder();
        for (var i = 0; i < path.Length;)
        {
            var bytes = new List<byte>();
            var end = i;
            while (TryHex(path, end, out var value) && value is not (0 or (byte)'/'))
            {
                bytes.Add(value);
                end += 3;
            }

            if (bytes.Count == 0)
            {
                decoded.Append(path[i++]);
                continue;
            }

            var text = Encoding.UTF8.GetString([.. bytes]);
            decoded.Append(text.Contains('\uFFFD', StringComparison.Ordinal) ? path.AsSpan(i, end - i) : text);
            i = end;
        }

        return decoded.ToString();
    }

    private static bool TryHex(string path, int at, out byte value)
    {
        value = 0;
        return at + 2 < path.Length && path[at] == '%' && byte.TryParse(path.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
