namespace Registry.Contracts.Resolution;

/// <summary>Somebody who could have been resolved.</summary>
public sealed record ResolutionCandidate
{
    public required string Id { get; init; }

    /// <summary><c>handler</c> or <c>global</c>.</summary>
    public required string Tier { get; init; }

    /// <summary>Whether it is the answer.</summary>
    public required bool Taken { get; init; }

    /// <summary>Why it was left: <c>excluded</c>, <c>capability</c>, <c>lifecycle</c>, <c>status</c>, <c>circuit</c>, <c>dependencies</c>, or <c>order</c>: it can be used, and another came first. Of the one that was taken: why.</summary>
    public required string Reason { get; init; }
}
