namespace Registry.Testing.Simulation;

/// <summary>What bounds a run, so that a faulty one ends.</summary>
/// <param name="Steps">Continuations in all.</param>
/// <param name="VirtualTime">How far virtual time may go.</param>
/// <param name="RealTime">How long it may take on a real clock.</param>
/// <param name="KeptEvents">How many of the last events are kept for a person.</param>
public sealed record SimLimits(long Steps, TimeSpan VirtualTime, TimeSpan RealTime, int KeptEvents = 400)
{
    public static SimLimits Default { get; } = new(20_000_000, TimeSpan.FromHours(2), TimeSpan.FromSeconds(60));
}
