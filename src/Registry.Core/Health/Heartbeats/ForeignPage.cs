namespace Registry.Core.Health.Heartbeats;

/// <summary>A page that another process wrote, as read last.</summary>
internal sealed record ForeignPage(string RowKey, int Page, string ETag, DateTimeOffset WrittenAt, ulong[] Entries);
