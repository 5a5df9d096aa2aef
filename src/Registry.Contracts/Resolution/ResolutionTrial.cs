using System.Text.Json.Serialization;

namespace Registry.Contracts.Resolution;

/// <summary>The call is a trial: its outcome decides whether the agent's circuit closes.</summary>
public sealed record ResolutionTrial
{
    /// <summary>Send it with the outcome.</summary>
    public required string Id { get; init; }

    /// <summary>Without an outcome until then it has failed.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset Until { get; init; }
}
