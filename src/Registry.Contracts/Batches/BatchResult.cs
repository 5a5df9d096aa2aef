using System.Text.Json.Serialization;

namespace Registry.Contracts.Batches;

/// <summary>What became of one item.</summary>
public sealed record BatchResult
{
    /// <summary>From 0.</summary>
    public required int Index { get; init; }

    /// <summary>The agent; null where the item named none and none was made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Id { get; init; }

    /// <summary>The HTTP status that the item alone would have had.</summary>
    public required int Status { get; init; }

    /// <summary>The problem it alone would have had; absent where it succeeded.</summary>
    public Problem? Error { get; init; }
}
