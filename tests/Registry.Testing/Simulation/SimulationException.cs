namespace Registry.Testing.Simulation;

/// <summary>A run failed: a promise broken, an exception in a context, nothing left to run, or a run that is not deterministic.</summary>
public sealed class SimulationException : Exception
{
    public SimulationException(string message)
        : base(message)
    {
    }

    public SimulationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
