namespace Registry.Core.Jobs;

/// <summary>How a job's last run went, by whichever instance.</summary>
/// <param name="LastRun">Unix milliseconds, storage time, of its end.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Counts">A JSON object: what it counted.</param>
public sealed record JobResult(long LastRun, long DurationMs, string Counts);
