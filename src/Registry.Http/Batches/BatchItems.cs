using System.Text.Json;
using Registry.Core;
using Registry.Http.Bodies;

namespace Registry.Http.Batches;

/// <summary>Takes batches apart; null and an error where one is not of its shape.</summary>
internal static class BatchItems
{
    public static IReadOnlyList<JsonElement>? OfArray(JsonElement root, FieldErrors errors) =>
        JsonShape.RequireArray(root, errors) ? [.. root.EnumerateArray()] : null;

    public static IReadOnlyList<KeyValuePair<string, JsonElement>>? OfObject(JsonElement root, FieldErrors errors) =>
        JsonShape.RequireObject(root, errors) ? [.. root.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value))] : null;

    public static IReadOnlyList<JsonElement>? OfMember(JsonElement root, string name, FieldErrors errors)
    {
        if (!JsonShape.RequireObject(root, errors))
        {
            return null;
        }

        if (root.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array)
        {
            return [.. items.EnumerateArray()];
        }

        errors.Add(name, "must be an array of ids");
        return null;
    }

    /// <summary>Null for what is no string.</summary>
    public static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A member of an object; null where there is no such string.</summary>
    public static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? Text(value) : null;
}
