using System.Text.Json;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Health;
using Registry.Http.Bodies;

namespace Registry.Http.Agents;

/// <summary>Reads heartbeats.</summary>
internal static class HeartbeatBodies
{
    /// <summary>What an agent may say of itself: that it is unreachable, or nothing known, only the registry says.</summary>
    public const string ExpectedStatus = "must be healthy, degraded, unhealthy or maintenance";

    public static HeartbeatRequest Read(JsonElement root, FieldErrors errors)
    {
        if (!JsonShape.RequireObject(root, errors))
        {
            return HeartbeatRequest.Empty;
        }

        var status = ReadStatus(root, errors);
        var metadata = ReadMetadata(root, errors);
        return status is null && metadata is null ? HeartbeatRequest.Empty : new HeartbeatRequest(status, metadata);
    }

    public static bool TryReadStatus(JsonElement value, out HealthStatus status)
    {
        status = default;
        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        status = value.GetString() switch
        {
            "healthy" => HealthStatus.Healthy,
            "degraded" => HealthStatus.Degraded,
            "unhealthy" => HealthStatus.Unhealthy,
            "maintenance" => HealthStatus.Maintenance,
            _ => HealthStatus.Unknown,
        };
        return status != HealthStatus.Unknown;
    }

    private static HealthStatus? ReadStatus(JsonElement root, FieldErrors errors)
    {
        if (!root.TryGetProperty("status", out var value) || IsNothing(value))
        {
            return null;
        }

        if (TryReadStatus(value, out var status))
        {
            return status;
        }

        errors.Add("status", ExpectedStatus);
        return null;
    }

    // Clients that cannot leave a member out send null or an empty string.
    private static bool IsNothing(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8));

    private static RawJson? ReadMetadata(JsonElement root, FieldErrors errors)
    {
        if (!root.TryGetProperty("metadata", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return RawJson.From(value);
        }

        errors.Add("metadata", "must be an object");
        return null;
    }
}
