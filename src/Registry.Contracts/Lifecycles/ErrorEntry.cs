using System.Text.Json.Serialization;

namespace Registry.Contracts.Lifecycles;

/// <summary>An error as it was reported.</summary>
public sealed record ErrorEntry
{
    [JsonConverter(typeof(Rfc3339Converter))]
    public required DateTimeOffset Time { get; init; }

    public required string Message { get; init; }

    /// <summary>Name of the key that reported it; absent where no key is configured.</summary>
    public string? Actor { get; init; }
}
