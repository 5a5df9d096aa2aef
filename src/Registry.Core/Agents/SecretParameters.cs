using System.Buffers;
using System.Text;

namespace Registry.Core.Agents;

/// <summary>Secret values in <c>key=value</c> lists.</summary>
internal static class SecretParameters
{
    private static readonly SearchValues<char> Separators = SearchValues.Create("?&;,#=()");

    public static string Redact(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var done = 0;
        var lastSemicolon = text.LastIndexOf(';');
        while (equals >= 0)
        {
            var next = equals + 1;
            if (IsSecret(text.AsSpan(done, equals - done), out var opening))
            {
                next = ValueEnd(text, equals + 1, opening, lastSemicolon);
                result.Append(text, done, equals + 1 - done).Append(next > equals + 1 ? EndpointSecrets.Mask : "");
                done = next;
            }

            equals = next < text.Length ? text.IndexOf('=', next) : -1;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    /// <param name="before">The text up to the equals sign, from the end of the last secret on.</param>
    /// <param name="opening">What the key stands behind: a separator, a space, or <c>\0</c> for the start.</param>
    private static bool IsSecret(ReadOnlySpan<char> before, out char opening)
    {
        var start = before.LastIndexOfAny(Separators);
        opening = start < 0 ? '\0' : before[start];
        var key = before[(start + 1)..].Trim();
        if (SecretNames.Contain(key))
        {
            return true;
        }

        // Connection strings have keys of several words (User Id), libpq's have a space between pairs.
        var space = key.LastIndexOfAny(" \t");
        opening = ' ';
        return space >= 0 && SecretNames.Contain(key[(space + 1)..]);
    }

    private static int ValueEnd(string text, int start, char opening, int lastSemicolon)
    {
        var from = start;
        while (from < text.Length && text[from] == ' ')
        {
            from++;
        }

        // What follows a closing quote up to the separator belongs to no other value: it goes too.
        var isQuoted = from < text.Length && (text[from] is '"' or '\'' or '{');
        from = isQuoted ? QuotedEnd(text, from) : from;
        return opening switch
        {
            '?' or '&' or '#' => ListEnd(text, from, '&'),
            ',' when IsInBrackets(text, start) => BracketEnd(text, from),
            ',' or ';' => ListEnd(text, from, opening),
            '(' or ')' => BracketEnd(text, from),
            _ => lastSemicolon >= from ? ListEnd(text, from, ';') : PairEnd(text, from),
        };
    }

    /// <summary>Before the separator in front of the next <c>key=</c>: what stands between two separators without one is the rest of a value.</summary>
    private static int ListEnd(string text, int start, char separator)
    {
        var end = text.IndexOf(separator, start);
        while (end >= 0)
        {
            var next = text.IndexOf(separator, end + 1);
            var pair = text.AsSpan((end + 1)..(next < 0 ? text.Length : next));
            if (pair.IsWhiteSpace() || pair.Contains('='))
            {
                return end;
            }

            end = next;
        }

        return text.Length;
    }

    private static bool IsInBrackets(string text, int position) =>
        text.LastIndexOf('(', position - 1) > text.LastIndexOf(')', position - 1);

    /// <summary>Before the bracket that closes, or the comma in front of the next <c>key=</c> within it.</summary>
    private static int BracketEnd(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            var rest = text.AsSpan(i + 1);
            if (text[i] == ')' && (rest.IsEmpty || rest[0] is '(' or ')' or '/' or ',' or '?' or ';' or ' '))
            {
                return i;
            }

            var end = rest.IndexOfAny(",)");
            if (text[i] == ',' && rest[..(end < 0 ? rest.Length : end)].Contains('='))
            {
                return i;
            }
        }

        return text.Length;
    }

    /// <summary>After the closing quote; a doubled quote and one behind a backslash are part of the value.</summary>
    private static int QuotedEnd(string text, int open)
    {
        var close = text[open] == '{' ? '}' : text[open];
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == close)
            {
                if (i + 1 == text.Length || text[i + 1] != close)
                {
                    return i + 1;
                }

                i++;
            }
        }

        return text.Length;
    }

    /// <summary>Before the space in front of the next <c>key=</c>: a value may have spaces.</summary>
    private static int PairEnd(string text, int start)
    {
        var space = -1;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] is ' ' or '\t')
            {
                space = i;
            }
            else if (text[i] == '=' && space >= start)
            {
                return space;
            }
        }

        return text.Length;
    }
}
