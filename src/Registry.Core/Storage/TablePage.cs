namespace Registry.Core.Storage;

/// <summary>A page of a range query. It may be short or empty and still have a continuation.</summary>
/// <param name="Entities">Rows in key order.</param>
/// <param name="Continuation">Opaque; pass it back with the same range. Null on the last page.</param>
public sealed record TablePage(IReadOnlyList<TableEntity> Entities, string? Continuation);
