namespace Registry.Core.Health.Sweeping;

/// <param name="Removed">Agents that are gone now.</param>
/// <param name="Services">How many of them were services.</param>
public sealed record CleanupReport(int Removed, int Services);
