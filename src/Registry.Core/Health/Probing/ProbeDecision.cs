namespace Registry.Core.Health.Probing;

/// <summary>What follows from a probe.</summary>
/// <param name="Record">To be kept.</param>
/// <param name="Verdict">What the probes decide from now on.</param>
/// <param name="Result">For whoever counts.</param>
internal readonly record struct ProbeDecision(ProbeRecord Record, HealthStatus Verdict, ProbeResult Result);
