using Registry.Core.Storage;

namespace Registry.Core.Health.Probing;

/// <summary>A page on its way to storage.</summary>
internal readonly record struct ProbeWrite(int Page, long Version, TableOperation Operation);
