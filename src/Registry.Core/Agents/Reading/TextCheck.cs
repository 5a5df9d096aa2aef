namespace Registry.Core.Agents.Reading;

/// <summary>Length and characters of a text.</summary>
internal static class TextCheck
{
    /// <summary>The text, or null and an error.</summary>
    public static string? Apply(string text, string field, int maxLength, TextRule rule, FieldErrors errors)
    {
        if (rule != TextRule.Free && (string.IsNullOrWhiteSpace(text) || Length(text) > maxLength))
        {
            errors.Add(field, $"must have 1 to {maxLength} characters, not only spaces");
            return null;
        }

        foreach (var character in rule == TextRule.Free ? "" : text)
        {
            if (char.IsControl(character) || (rule == TextRule.Name && (character is ',' or '@')))
            {
                errors.Add(field, rule == TextRule.Name ? "must not hold a comma, @ or a control character" : "must not hold a control character");
                return null;
            }
        }

        return text;
    }

    private static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }
}
