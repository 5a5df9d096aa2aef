using System.Text.Json;
using Registry.Core;

namespace Registry.Http.Bodies;

/// <summary>What a body must be at its top.</summary>
internal static class JsonShape
{
    private const string Field = "body";

    public static bool RequireObject(JsonElement root, FieldErrors errors) => Require(root, JsonValueKind.Object, "must be a JSON object", errors);

    public static bool RequireArray(JsonElement root, FieldErrors errors) => Require(root, JsonValueKind.Array, "must be a JSON array", errors);

    private static bool Require(JsonElement root, JsonValueKind kind, string message, FieldErrors errors)
    {
        if (root.ValueKind == kind)
        {
            return true;
        }

        errors.Add(Field, message);
        return false;
    }
}
