namespace Registry.Core.Tests.Simulation;

/// <summary>When things were in a run, in virtual ticks.</summary>
/// <param name="Calm">Faults ended.</param>
/// <param name="End">The run ended.</param>
/// <param name="Lease">Longest time that a job's lease of a dead process can stand in the way.</param>
/// <param name="SweepInterval">Between two sweeps of one instance.</param>
/// <param name="OutageRows">Sum of the outages in storage.</param>
/// <param name="IsFaultless">Nothing went wrong at any time.</param>
internal sealed record RunFacts(long Calm, long End, long Lease, long SweepInterval, long OutageRows, bool IsFaultless);
