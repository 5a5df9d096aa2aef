using System.Globalization;

namespace Registry.Http.Bodies;

/// <summary>
/// <c>\ud800</c> without its other half is JSON by the grammar, but no text: the reader takes it and the first to ask for the
/// string fails. It is found here, before anybody asks.
/// </summary>
internal static class SurrogateEscapes
{
    private const int EscapeLength = 6;

    /// <summary>Where the first lone half is, or -1. A backslash occurs in JSON only within strings, so no parser is needed.</summary>
    public static int FindLone(ReadOnlySpan<byte> utf8)
    {
        var position = 0;
        while (true)
        {
            var next = utf8[position..].IndexOf((byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            position += next;
            if (!TryReadUnit(utf8[position..], out var unit))
            {
                position = Math.Min(position + 2, utf8.Length);
            }
            else if (char.IsHighSurrogate(unit) && TryReadUnit(utf8[(position + EscapeLength)..], out var low) && char.IsLowSurrogate(low))
            {
                position += 2 * EscapeLength;
            }
            else if (char.IsSurrogate(unit))
            {
                return position;
            }
            else
            {
                position += EscapeLength;
            }
        }
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> escape, out char unit)
    {
        unit = default;
        if (escape.Length < EscapeLength || escape[0] != '\\' || escape[1] != 'u'
            || !ushort.TryParse(escape[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
