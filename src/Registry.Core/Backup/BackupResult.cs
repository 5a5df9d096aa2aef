namespace Registry.Core.Backup;

/// <summary>How an export or import ended.</summary>
/// <param name="Rows">Rows that were written, to the file or to the table.</param>
/// <param name="Shards">Shards of the registry that was exported, or that was made.</param>
/// <param name="Problem">Why it is not whole, and what to do; null if it is.</param>
public sealed record BackupResult(long Rows, int Shards, string? Problem = null);
