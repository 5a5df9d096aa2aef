using Registry.Core.Agents;
using Registry.Core.Resolution.Circuits;

namespace Registry.Core.Resolution;

/// <summary>Who should do it now.</summary>
/// <param name="View">The agent.</param>
/// <param name="IsGlobal">Whether it serves every handler; else the one that was asked for.</param>
/// <param name="Reason">Why this one, for a person.</param>
/// <param name="Alternatives">Others that could do it without a trial, best first.</param>
/// <param name="AgeMs">How old the state behind the answer is.</param>
public sealed record Resolved(AgentView View, bool IsGlobal, string Reason, IReadOnlyList<AgentView> Alternatives, long AgeMs)
{
    /// <summary>Most alternatives that are told.</summary>
    public const int MaxAlternatives = 20;

    /// <summary>Every candidate, if the caller wants to know.</summary>
    public IReadOnlyList<Candidate>? Candidates { get; init; }

    /// <summary>The trial that the call is; null where it is none.</summary>
    public CircuitTrial? Trial { get; init; }
}
