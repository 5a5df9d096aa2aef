using System.Text.Json;
using Registry.Core;
using Registry.Http.Bodies;

namespace Registry.Http.Statistics;

/// <summary>Reads what a cleanup is asked for.</summary>
internal static class CleanupBody
{
    private const string Field = "inactive_for_seconds";

    // Ten years.
    private const double MaxSeconds = 315_360_000;

    /// <summary>How long an agent must not have been seen; null where the body does not say, or is wrong.</summary>
    public static TimeSpan? Read(JsonElement root, FieldErrors errors)
    {
        if (!JsonShape.RequireObject(root, errors) || !root.TryGetProperty(Field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is > 0 and <= MaxSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        errors.Add(Field, "must be a number above 0 and at most 315360000");
        return null;
    }
}
