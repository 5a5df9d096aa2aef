using System.Text;
using System.Text.Json;
using Registry.Core;
using Registry.Core.Health.Maintenance;
using Registry.Core.Time;
using Registry.Http.Bodies;

namespace Registry.Http.Health;

/// <summary>Reads the begin of maintenance.</summary>
internal static class MaintenanceBodies
{
    private const string Reason = "reason";
    private const string Until = "until";

    public static MaintenanceNote Read(JsonElement root, FieldErrors errors) =>
        JsonShape.RequireObject(root, errors) ? new MaintenanceNote(ReadReason(root, errors), ReadUntil(root, errors)) : new MaintenanceNote("", null);

    private static string ReadReason(JsonElement root, FieldErrors errors)
    {
        var text = root.TryGetProperty(Reason, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
        if (text.Length == 0 || text.EnumerateRunes().Count() > MaintenanceNote.MaxReasonLength || text.EnumerateRunes().Any(Rune.IsControl))
        {
            errors.Add(Reason, $"must be a text of 1 to {MaintenanceNote.MaxReasonLength} characters, none of them a control character");
        }

        return text;
    }

    private static long? ReadUntil(JsonElement root, FieldErrors errors)
    {
        if (!root.TryGetProperty(Until, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && Rfc3339.TryParse(value.GetString(), out var unixMs))
        {
            return unixMs;
        }

        errors.Add(Until, "must be an RFC 3339 time with an offset, as 2026-11-21T10:30:00Z");
        return null;
    }
}
