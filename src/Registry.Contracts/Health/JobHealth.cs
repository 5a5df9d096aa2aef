using System.Text.Json.Serialization;

namespace Registry.Contracts.Health;

/// <summary>The last run of a job, on whichever instance.</summary>
public sealed record JobHealth
{
    /// <summary>When it last succeeded; absent before the first time.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>Milliseconds it took.</summary>
    public long? DurationMs { get; init; }

    /// <summary>What it did: name → number.</summary>
    public IReadOnlyDictionary<string, long>? Counts { get; init; }
}
