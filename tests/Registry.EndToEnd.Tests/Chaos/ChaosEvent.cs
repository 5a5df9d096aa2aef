using System.Globalization;
using System.Text.Json;

namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>An event as a reader got it.</summary>
internal sealed record ChaosEvent(string Id, string Type, string Agent, DateTimeOffset Time, string? Version, string? Old, string? New)
{
    public string Partition => Id[..Id.IndexOf(':', StringComparison.Ordinal)];

    public long Number => long.Parse(Id.AsSpan(Id.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    public static ChaosEvent Read(JsonElement document)
    {
        var data = document.GetProperty("data");
        return new ChaosEvent(
            document.GetProperty("id").GetString()!,
            document.GetProperty("type").GetString()!,
            document.TryGetProperty("subject", out var subject) ? subject.GetString() ?? "" : "",
            document.GetProperty("time").GetDateTimeOffset(),
            data.TryGetProperty("agent", out var agent) && agent.ValueKind == JsonValueKind.Object && agent.TryGetProperty("version", out var version) ? version.GetString() : null,
            Word(data, "old"),
            Word(data, "new"));
    }

    private static string? Word(JsonElement data, string name) =>
        data.TryGetProperty(name, out var word) && word.ValueKind != JsonValueKind.Null ? word.ToString() : null;
}
