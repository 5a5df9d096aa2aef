namespace Registry.Testing.Simulation;

/// <summary>What a process gets for a call: a value, and the Date header when there was an answer at all.</summary>
internal readonly record struct SimAnswer<T>(T Value, DateTimeOffset? Date);
