namespace Registry.Core.Events;

/// <summary>Entries of the audit.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Cursor">Where older ones begin; null when there are none.</param>
public sealed record AuditBatch(IReadOnlyList<AuditItem> Items, string? Cursor);
