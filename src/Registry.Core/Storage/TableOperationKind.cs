namespace Registry.Core.Storage;

public enum TableOperationKind
{
    Insert,
    Replace,
    Merge,
    UpsertReplace,
    UpsertMerge,
    Delete,
}
