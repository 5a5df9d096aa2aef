namespace Registry.Contracts.Health;

/// <summary>What one run of the probes did.</summary>
/// <param name="Probed">How many agents were asked.</param>
/// <param name="Succeeded">How many of them answered as they should.</param>
/// <param name="Failed">How many did not.</param>
/// <param name="Skipped">How many agents nothing is concluded about: the outbound guard refuses their address, or storage did not answer.</param>
public sealed record ProbeAnswer(int Probed, int Succeeded, int Failed, int Skipped);
