using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Registry.Core.Agents.Reading;

/// <summary>
/// What no schema says and every reader behind us relies on: text that is text (no lone surrogates, no NUL), numbers that a
/// 64-bit float can hold, no name twice in an object, bounded nesting. One pass without recursion.
/// </summary>
internal static class JsonText
{
    // e, a sign, and more digits than any number in range needs.
    private const int MaxExponentLength = 7;

    /// <summary>Checks the text of a parsed value; <paramref name="maxDepth"/> counts its own objects and arrays.</summary>
    public static bool Check(JsonElement value, int maxDepth, string field, FieldErrors errors)
    {
        var fault = Fault(JsonMarshal.GetRawUtf8Value(value), maxDepth);
        if (fault is not null)
        {
            errors.Add(field, fault);
        }

        return fault is null;
    }

    /// <summary>Whether the text of a name or string, still escaped, can be decoded and holds no NUL.</summary>
    public static bool IsClean(ReadOnlySpan<byte> escaped)
    {
        if (!Utf8.IsValid(escaped))
        {
            return false;
        }

        var at = escaped.IndexOf((byte)'\\');
        while (at >= 0)
        {
            var length = 2;
            if (escaped[at + 1] == (byte)'u')
            {
                var unit = Unit(escaped, at);
                var paired = char.IsHighSurrogate(unit) && HasUnit(escaped, at + 6) && char.IsLowSurrogate(Unit(escaped, at + 6));
                if (unit == 0 || (char.IsSurrogate(unit) && !paired))
                {
                    return false;
                }

                length = paired ? 12 : 6;
            }

            var next = escaped[(at + length)..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : at + length + next;
        }

        return true;
    }

    private static string? Fault(ReadOnlySpan<byte> json, int maxDepth)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var names = new Stack<HashSet<string>?>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    if (names.Count == maxDepth)
                    {
                        return $"must not nest deeper than {AgentLimits.MaxJsonDepth} levels, the body itself included";
                    }

                    names.Push(null);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    names.Pop();
                    break;
                case JsonTokenType.PropertyName or JsonTokenType.String when !IsClean(reader.ValueSpan):
                    return "must be valid Unicode text, without lone surrogates and without NUL";
                case JsonTokenType.PropertyName:
                    var known = names.Pop() ?? new HashSet<string>(StringComparer.Ordinal);
                    if (!known.Add(reader.GetString()!))
                    {
                        return "must not have the same member twice";
                    }

                    names.Push(known);
                    break;
                case JsonTokenType.Number when !reader.TryGetDouble(out var number) || !double.IsFinite(number) || IsExtreme(reader.ValueSpan):
                    return "must hold only numbers that a 64-bit float can hold";
            }
        }

        return null;
    }

    /// <summary>An exponent of many digits is that of zero or of nothing near it, and comparing numbers by value cannot take it.</summary>
    private static bool IsExtreme(ReadOnlySpan<byte> number)
    {
        var exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return exponent >= 0 && number.Length - exponent > MaxExponentLength;
    }

    private static bool HasUnit(ReadOnlySpan<byte> escaped, int at) =>
        at + 6 <= escaped.Length && escaped[at] == (byte)'\\' && escaped[at + 1] == (byte)'u';

    private static char Unit(ReadOnlySpan<byte> escaped, int at) =>
        (char)(Utf8Parser.TryParse(escaped.Slice(at + 2, 4), out ushort unit, out var used, 'x') && used == 4 ? unit : 0);
}
