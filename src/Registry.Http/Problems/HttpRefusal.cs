using Registry.Core;
using Registry.Core.Lifecycles;
using Registry.Core.Resolution;

namespace Registry.Http.Problems;

/// <summary>A refusal as HTTP says it. Safe to show to a caller.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Detail">One sentence for a person.</param>
internal sealed record HttpRefusal(ProblemKind Kind, string Detail)
{
    public string? AgentId { get; init; }

    public FieldErrors? Errors { get; init; }

    public string? Reason { get; init; }

    public string? OldestCursor { get; init; }

    /// <summary>Which other agents it is about.</summary>
    public GraphRefusal? Graph { get; init; }

    /// <summary>With <c>no_provider</c>: who was looked at.</summary>
    public IReadOnlyList<Candidate>? Candidates { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A 400 about one field.</summary>
    public static HttpRefusal Invalid(string field, string message)
    {
        var errors = new FieldErrors();
        errors.Add(field, message);
        return Invalid(errors);
    }

    public static HttpRefusal Invalid(FieldErrors errors) => ProblemMapping.From(Refusal.Invalid(errors));
}
