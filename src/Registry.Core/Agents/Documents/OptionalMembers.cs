using System.Text.Json;

namespace Registry.Core.Agents.Documents;

/// <summary>Writes members that are left out where there is nothing to say.</summary>
internal static class OptionalMembers
{
    public static void WriteRaw(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, RawJson? value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
        }
    }

    public static void WriteText(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    public static void WriteNumber(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, int value, int absent)
    {
        if (value != absent)
        {
            writer.WriteNumber(name, value);
        }
    }

    public static void WriteNumber(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
