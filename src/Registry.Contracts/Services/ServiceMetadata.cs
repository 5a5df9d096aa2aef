using System.Text.Json;
using System.Text.Json.Serialization;

namespace Registry.Contracts.Services;

/// <summary>What else is known of a service. Members beyond those named here are kept as they are, at most 64.</summary>
public sealed record ServiceMetadata
{
    /// <summary>≤ 64; each matched exactly.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Matched exactly.</summary>
    public string? Environment { get; init; }

    /// <summary>The agent's type, <c>service</c> where it is absent.</summary>
    public string? Type { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }
}
