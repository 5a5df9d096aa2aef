namespace Registry.Core.Storage;

/// <summary>
/// One write. Conditional ones carry the ETag that was captured at the read; one that carries none says so in its name.
/// </summary>
public sealed class TableOperation
{
    private TableOperation(TableOperationKind kind, TableEntity entity, string? ifMatch)
    {
        Kind = kind;
        Entity = entity;
        IfMatch = ifMatch;
    }

    public TableOperationKind Kind { get; }

    public TableEntity Entity { get; }

    /// <summary>The ETag to match, <c>*</c> for "any, but it must exist", or null for inserts and upserts.</summary>
    public string? IfMatch { get; }

    public static TableOperation Insert(TableEntity entity) => new(TableOperationKind.Insert, entity, null);

    public static TableOperation Replace(TableEntity entity, string etag) => new(TableOperationKind.Replace, entity, etag);

    public static TableOperation Merge(TableEntity entity, string etag) => new(TableOperationKind.Merge, entity, etag);

    public static TableOperation Delete(string rowKey, string etag) => new(TableOperationKind.Delete, new TableEntity(rowKey), etag);

    public static TableOperation ReplaceUnconditionally(TableEntity entity) => new(TableOperationKind.UpsertReplace, entity, null);

    public static TableOperation MergeUnconditionally(TableEntity entity) => new(TableOperationKind.UpsertMerge, entity, null);

    /// <summary>Deletes whatever version is there; NotFound when there is none.</summary>
    public static TableOperation DeleteUnconditionally(string rowKey) => new(TableOperationKind.Delete, new TableEntity(rowKey), "*");
}
