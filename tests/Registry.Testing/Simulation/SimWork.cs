namespace Registry.Testing.Simulation;

internal readonly record struct SimWork(SendOrPostCallback Callback, object? State);
