namespace Registry.Testing.Simulation;

/// <param name="Arrived">False when the process died first: what was asked for may have happened.</param>
/// <param name="Value">The answer.</param>
public readonly record struct SimReply<T>(bool Arrived, T? Value);
