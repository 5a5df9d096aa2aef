namespace Registry.Core.Health.Probing;

/// <summary>A probe under way. (A task inside a value, so that awaiting its start does not await its end.)</summary>
internal readonly record struct ProbeRun(Task<ProbeResult> Result);
