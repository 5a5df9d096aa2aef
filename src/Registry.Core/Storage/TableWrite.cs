namespace Registry.Core.Storage;

/// <summary>How a single write ended, and the row's new ETag when it was written ("" after a delete).</summary>
public readonly record struct TableWrite(TableStatus Status, string ETag)
{
    public bool IsOk => Status == TableStatus.Ok;
}
