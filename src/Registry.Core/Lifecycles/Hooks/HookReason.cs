using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Registry.Core.Lifecycles.Hooks;

/// <summary>
/// What a hook's answer gives as its reason: a text member of a JSON object, else the text as it is. It goes to callers and logs, and
/// comes from a stranger: at most 200 characters, on one line, nothing that a terminal would obey.
/// </summary>
internal static class HookReason
{
    private const int MaxCharacters = 200;
    private const int MaxDepth = 16;

    // The first of these that is there; detail and title are those of problem details (RFC 9457).
    private static readonly string[] Members = ["reason", "detail", "error", "message", "title"];

    public static string? Of(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF');
        return Clean(FromJson(text) ?? text);
    }

    private static string? FromJson(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            foreach (var name in Members)
            {
                if (document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                {
                    return value.GetString();
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Cut off, or no JSON after all, or half a surrogate pair: its text is taken as it is.
        }

        return null;
    }

    private static string? Clean(string text)
    {
        var clean = new StringBuilder(MaxCharacters);
        var (count, space) = (0, false);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsSpace(rune))
            {
                space = clean.Length > 0;
                continue;
            }

            if (count == MaxCharacters)
            {
                clean.Append('…');
                break;
            }

            if (space)
            {
                clean.Append(' ');
                space = false;
            }

            clean.Append(rune.ToString());
            count++;
        }

        return clean.Length == 0 ? null : clean.ToString();
    }

    /// <summary>White space, and what is not seen or moves what is: controls, format characters (bidirectional overrides), replaced bytes.</summary>
    private static bool IsSpace(Rune rune) =>
        Rune.IsWhiteSpace(rune) || rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
