namespace Registry.Core.Time;

/// <summary>Storage time now, known to lie between two bounds (Unix milliseconds).</summary>
/// <param name="Lower">For lapses, expiries and lease take-overs: never later than the truth.</param>
/// <param name="Upper">For stamps: never earlier than the truth.</param>
public readonly record struct StorageInstant(long Lower, long Upper);
