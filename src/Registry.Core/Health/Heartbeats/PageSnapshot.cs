using Registry.Core.Storage;

namespace Registry.Core.Health.Heartbeats;

/// <summary>A dirty page on its way to storage.</summary>
internal sealed record PageSnapshot(int Page, OwnPage Own, long Version, TableOperation Operation);
