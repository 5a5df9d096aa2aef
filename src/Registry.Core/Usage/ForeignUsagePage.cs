namespace Registry.Core.Usage;

/// <summary>A page that another process wrote, or the sum of those that are gone, as read last.</summary>
internal sealed record ForeignUsagePage(string RowKey, int Page, string ETag, DateTimeOffset WrittenAt, byte[] Content);
