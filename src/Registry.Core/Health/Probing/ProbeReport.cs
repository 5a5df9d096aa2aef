namespace Registry.Core.Health.Probing;

/// <summary>What a run of the job did.</summary>
/// <param name="Succeeded">Probes that did.</param>
/// <param name="Failed">Probes that did not.</param>
/// <param name="Skipped">Agents that nothing is concluded about: the outbound guard refused, or storage did not answer.</param>
public sealed record ProbeReport(int Succeeded, int Failed, int Skipped)
{
    /// <summary>How many were asked.</summary>
    public int Probed => Succeeded + Failed;

    internal ProbeReport Plus(ProbeResult result) => result switch
    {
        ProbeResult.Succeeded => this with { Succeeded = Succeeded + 1 },
        ProbeResult.Failed => this with { Failed = Failed + 1 },
        _ => this with { Skipped = Skipped + 1 },
    };
}
