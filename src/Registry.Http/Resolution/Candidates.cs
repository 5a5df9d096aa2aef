using Registry.Contracts.Resolution;
using Registry.Core.Resolution;

namespace Registry.Http.Resolution;

/// <summary>Candidates in the words of the API.</summary>
internal static class Candidates
{
    private const string Order = "order";

    public static string Tier(bool isGlobal) => isGlobal ? "global" : "handler";

    /// <param name="candidates">All of them.</param>
    /// <param name="taken">Why the one that was taken was.</param>
    public static List<ResolutionCandidate> From(IReadOnlyList<Candidate> candidates, string taken) =>
        candidates.Select(candidate => new ResolutionCandidate
        {
            Id = candidate.Agent.Id,
            Tier = Tier(candidate.IsGlobal),
            Taken = candidate.Taken,
            Reason = candidate.Taken ? taken : Word(candidate.Reason),
        }).ToList();

    private static string Word(CandidateReason reason) => reason switch
    {
        CandidateReason.Excluded => "excluded",
        CandidateReason.Capability => "capability",
        CandidateReason.Lifecycle => "lifecycle",
        CandidateReason.Status => "status",
        CandidateReason.Circuit => "circuit",
        CandidateReason.Dependencies => "dependencies",
        _ => Order,
    };
}
