namespace Registry.Core.Health.Probing;

/// <summary>What a probe saw. Whether that is good is the policy's to decide.</summary>
/// <param name="Error">None when there was an answer; else why there was none.</param>
/// <param name="ResponseTimeMs">From the start to the end of what was read.</param>
public readonly record struct ProbeObservation(ProbeError Error, int ResponseTimeMs)
{
    /// <summary>Of the HTTP answer; 0 where there was none, or none is meant (tcp).</summary>
    public int StatusCode { get; init; }

    /// <summary>What member <c>status</c> of a JSON body says: Degraded, Unhealthy or Maintenance; Unknown for anything else.</summary>
    public HealthStatus Says { get; init; }

    /// <summary>Whether the body is a JSON object, as far as it was read.</summary>
    public bool IsJsonObject { get; init; }
}
