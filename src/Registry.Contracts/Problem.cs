using Registry.Contracts.Dependencies;
using Registry.Contracts.Resolution;

namespace Registry.Contracts;

/// <summary>Every error: <c>application/problem+json</c> (RFC 9457).</summary>
public sealed record Problem
{
    /// <summary><c>urn:registry:error:</c> and the code.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem in a few words; the same for every problem of a code.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status, 400 … 599.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong with this request, in a sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>For programs: <c>invalid_request</c>, <c>not_found</c>, <c>already_registered</c> …</summary>
    public required string Code { get; init; }

    /// <summary>The agent that is meant, where one is.</summary>
    public string? AgentId { get; init; }

    /// <summary>The same text as <see cref="Detail"/>: older clients read it.</summary>
    public required string Error { get; init; }

    /// <summary>Field (a path where it is nested) → everything that is wrong with it. With <c>invalid_request</c> only.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>With <c>trust_not_established</c>: why, in one word: <c>expired</c>, <c>bad_signature</c>, <c>authority_revoked</c> …</summary>
    public string? Reason { get; init; }

    /// <summary>With <c>cursor_expired</c>: the oldest cursor that goes on from where the expired one stood.</summary>
    public string? OldestCursor { get; init; }

    /// <summary>With <c>dependencies_not_active</c>: which, and why not.</summary>
    public IReadOnlyList<DependencyProblem>? Dependencies { get; init; }

    /// <summary>With <c>has_active_dependents</c>: which.</summary>
    public IReadOnlyList<string>? Dependents { get; init; }

    /// <summary>Of a cascade that failed half way: the agents that it changed, in order.</summary>
    public IReadOnlyList<string>? Changed { get; init; }

    /// <summary>Of a cascade that failed half way: the agents that it did not change.</summary>
    public IReadOnlyList<string>? NotChanged { get; init; }

    /// <summary>Of a cascade that failed half way: the agents of which it is not known.</summary>
    public IReadOnlyList<string>? Unknown { get; init; }

    /// <summary>With <c>no_provider</c>: everybody who was looked at, and why each was left.</summary>
    public IReadOnlyList<ResolutionCandidate>? Candidates { get; init; }

    /// <summary>W3C trace id of the request, or its correlation id: what to quote when asking for help.</summary>
    public required string TraceId { get; init; }
}
