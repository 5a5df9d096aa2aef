using Registry.Core.Agents;

namespace Registry.Core.Resolution;

/// <summary>Somebody who could have been resolved, and what became of it.</summary>
/// <param name="Agent">As it was looked at.</param>
/// <param name="IsGlobal">Whether it serves every handler; else the one that was asked for.</param>
/// <param name="Taken">Whether it is the answer.</param>
/// <param name="Reason">Why it was left; usable: another one came first.</param>
public readonly record struct Candidate(Agent Agent, bool IsGlobal, bool Taken, CandidateReason Reason);
