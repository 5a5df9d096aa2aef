namespace Registry.Core.Health.Heartbeats;

/// <param name="Confirmed">Whether everything stamped before the flush is durable, and the log was read after that.</param>
/// <param name="LandedAt">Monotonic timestamp at which it was durable.</param>
internal readonly record struct FlushResult(bool Confirmed, long LandedAt);
