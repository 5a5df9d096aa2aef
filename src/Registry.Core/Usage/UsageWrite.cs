using Registry.Core.Storage;

namespace Registry.Core.Usage;

/// <summary>A page on its way to storage.</summary>
internal readonly record struct UsageWrite(OwnUsagePage Page, byte[] Content, TableOperation Operation);
