using System.Text;
using System.Text.Json;
using Registry.Core;
using Registry.Core.Resolution.Circuits;
using Registry.Http.Bodies;

namespace Registry.Http.Resolution;

/// <summary>Reads how a call went.</summary>
internal static class OutcomeBodies
{
    private const string Success = "success";
    private const string Latency = "latency_ms";
    private const string Error = "error";
    private const string Trial = "trial";

    public static CallOutcome Read(JsonElement root, FieldErrors errors)
    {
        if (!JsonShape.RequireObject(root, errors))
        {
            return new CallOutcome(false);
        }

        var success = ReadSuccess(root, errors);
        return new CallOutcome(
            success, ReadLatency(root, errors), ReadText(root, Error, CallOutcome.MaxErrorLength, errors), ReadText(root, Trial, CallOutcome.MaxTrialIdLength, errors));
    }

    private static bool ReadSuccess(JsonElement root, FieldErrors errors)
    {
        if (root.TryGetProperty(Success, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        errors.Add(Success, "is required: true or false");
        return false;
    }

    private static double? ReadLatency(JsonElement root, FieldErrors errors)
    {
        if (!root.TryGetProperty(Latency, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var latency) && latency is >= 0 and <= CallOutcome.MaxLatencyMs)
        {
            return latency;
        }

        errors.Add(Latency, "must be a number from 0 to 86400000");
        return null;
    }

    /// <summary>It goes into events and the audit: what would break a line there becomes a space.</summary>
    private static string? ReadText(JsonElement root, string name, int maxLength, FieldErrors errors)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString()!.EnumerateRunes().Count() <= maxLength)
        {
            var line = string.Concat(value.GetString()!.EnumerateRunes().Select(static rune => Rune.IsControl(rune) ? " " : rune.ToString())).Trim();
            return line.Length == 0 ? null : line;
        }

        errors.Add(name, $"must be a text of at most {maxLength} characters");
        return null;
    }
}
