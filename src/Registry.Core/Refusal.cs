namespace Registry.Core;

/// <summary>Why something was refused. Safe to show to a caller.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Detail">One sentence for a person.</param>
public sealed record Refusal(RefusalCode Code, string Detail)
{
    public string? AgentId { get; init; }

    public FieldErrors? Errors { get; init; }

    /// <summary>With TrustNotEstablished: why, in one word for programs.</summary>
    public string? Reason { get; init; }

    /// <summary>With CursorExpired: the oldest cursor that goes on from where the expired one stood.</summary>
    public string? OldestCursor { get; init; }

    /// <summary>Other agents that it is about, where it is about any.</summary>
    public Lifecycles.GraphRefusal? Graph { get; init; }

    /// <summary>With NoProvider: who was looked at, and why each was left.</summary>
    public IReadOnlyList<Resolution.Candidate>? Candidates { get; init; }

    /// <summary>When asking again makes sense.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Refusal Invalid(FieldErrors errors) =>
        new(RefusalCode.InvalidRequest, "The request is not valid: see errors.") { Errors = errors };

    public static Refusal NotFound(string id) => new(RefusalCode.NotFound, "Agent not found") { AgentId = id };
}
