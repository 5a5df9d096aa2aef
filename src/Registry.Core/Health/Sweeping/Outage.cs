namespace Registry.Core.Health.Sweeping;

/// <summary>A time in which heartbeats could not be kept (Unix milliseconds, storage time).</summary>
internal readonly record struct Outage(string RowKey, long From, long To);
