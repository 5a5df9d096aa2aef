using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Registry.Core.Time;

/// <summary>Times on the wire: RFC 3339 UTC with milliseconds, <c>2026-11-21T10:30:00.123Z</c>.</summary>
public static class Rfc3339
{
    /// <summary>Bytes, and characters, of one time.</summary>
    public const int Length = 24;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly long MinMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static string Text(long unixMs) => string.Create(Length, unixMs, static (text, ms) =>
    {
        Span<byte> utf8 = stackalloc byte[Length];
        Write(utf8, ms);
        for (var i = 0; i < Length; i++)
        {
            text[i] = (char)utf8[i];
        }
    });

    /// <summary>Writes <see cref="Length"/> bytes. A time outside the years 1 to 9999 is written as the nearest inside.</summary>
    public static void Write(Span<byte> utf8, long unixMs)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(unixMs, MinMs, MaxMs)).UtcDateTime;
        Digits(utf8, 0, 4, time.Year);
        Digits(utf8, 5, 2, time.Month);
        Digits(utf8, 8, 2, time.Day);
        Digits(utf8, 11, 2, time.Hour);
        Digits(utf8, 14, 2, time.Minute);
        Digits(utf8, 17, 2, time.Second);
        Digits(utf8, 20, 3, time.Millisecond);
        utf8[4] = utf8[7] = (byte)'-';
        utf8[10] = (byte)'T';
        utf8[13] = utf8[16] = (byte)':';
        utf8[19] = (byte)'.';
        utf8[23] = (byte)'Z';
    }

    /// <summary>Reads a time with an offset. A text without one would be somebody's local time.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out long unixMs)
    {
        unixMs = 0;
        if (text is not { Length: > 6 }
            || (text[^1] != 'Z' && text[^6] is not ('+' or '-'))
            || !DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return false;
        }

        unixMs = time.ToUnixTimeMilliseconds();
        return true;
    }

    private static void Digits(Span<byte> utf8, int at, int count, int value)
    {
        for (var i = at + count - 1; i >= at; i--)
        {
            utf8[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}
