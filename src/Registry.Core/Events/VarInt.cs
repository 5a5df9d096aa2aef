namespace Registry.Core.Events;

/// <summary>Numbers from 0 on in as few bytes as they need: seven bits a byte, the lowest first, the high bit on all but the last.</summary>
internal static class VarInt
{
    public const int MaxLength = 9;

    public static int Write(Span<byte> output, long value)
    {
        var length = 0;
        for (; value > 0x7F; value >>= 7)
        {
            output[length++] = (byte)(value | 0x80);
        }

        output[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads one off the front. False: it is cut off, or longer than it may be.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> input, out long value)
    {
        value = 0;
        for (var i = 0; i < input.Length && i < MaxLength; i++)
        {
            value |= (long)(input[i] & 0x7F) << (7 * i);
            if (input[i] < 0x80)
            {
                input = input[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
