namespace Registry.Core.Storage;

/// <summary>What a read gave: a value when the status is Ok, else the reason (NotFound, Throttled, Unavailable, Denied).</summary>
public readonly record struct TableRead<T>(TableStatus Status, T? Value)
    where T : class
{
    public bool IsOk => Status == TableStatus.Ok;
}
