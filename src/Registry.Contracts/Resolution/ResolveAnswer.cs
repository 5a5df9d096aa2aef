using Registry.Contracts.Agents;

namespace Registry.Contracts.Resolution;

/// <summary>Who should do it now.</summary>
public sealed record ResolveAnswer
{
    public required AgentResource Agent { get; init; }

    /// <summary><c>handler</c>: it serves the handler that asked; <c>global</c>: it serves all.</summary>
    public required string Tier { get; init; }

    /// <summary>Why this one, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>Present when the call is a trial.</summary>
    public ResolutionTrial? Trial { get; init; }

    /// <summary>Others that can be used, best first, at most 20.</summary>
    public required IReadOnlyList<AgentResource> Alternatives { get; init; }

    /// <summary>With <c>explain</c>: everybody who was looked at, at most 1,000.</summary>
    public IReadOnlyList<ResolutionCandidate>? Candidates { get; init; }
}
