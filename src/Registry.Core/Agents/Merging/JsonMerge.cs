using System.Text.Json;
using Registry.Core.Agents.Documents;

namespace Registry.Core.Agents.Merging;

/// <summary>JSON merge patch, RFC 7396, on values whose nesting was checked.</summary>
internal static class JsonMerge
{
    /// <param name="target">Null where there is no value to patch.</param>
    /// <param name="patch">What to merge into it.</param>
    public static RawJson Apply(JsonElement? target, JsonElement patch) =>
        new(JsonOutput.ToBytes((target, patch), static (writer, both) => Write(writer, both.target, both.patch)));

    public static void Write(Utf8JsonWriter writer, JsonElement? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            patch.WriteTo(writer);
            return;
        }

        // By name: looking each member up in the parsed text would cost the product of both sizes.
        var changes = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var change in patch.EnumerateObject())
        {
            changes[change.Name] = change.Value;
        }

        writer.WriteStartObject();
        foreach (var member in Members(target))
        {
            if (!changes.Remove(member.Name, out var change))
            {
                member.WriteTo(writer);
            }
            else if (change.ValueKind != JsonValueKind.Null)
            {
                writer.WritePropertyName(member.Name);
                Write(writer, member.Value, change);
            }
        }

        foreach (var change in patch.EnumerateObject())
        {
            if (change.Value.ValueKind != JsonValueKind.Null && changes.Remove(change.Name))
            {
                writer.WritePropertyName(change.Name);
                Write(writer, null, change.Value);
            }
        }

        writer.WriteEndObject();
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement? target) =>
        target is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : default;
}
