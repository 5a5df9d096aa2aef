namespace Registry.Contracts.Batches;

/// <summary>What became of each item of a batch; the call as a whole is 200 even if every item failed.</summary>
public sealed record BatchAnswer
{
    /// <summary>In the order of the request.</summary>
    public required IReadOnlyList<BatchResult> Results { get; init; }

    public required int Succeeded { get; init; }

    public required int Failed { get; init; }
}
