namespace Registry.Core.Storage;

/// <summary>How an entity group transaction ended. All of it happened, or none of it.</summary>
/// <param name="Status">Ok, or the failing operation's status, or the transaction's own.</param>
/// <param name="ETags">When Ok: the new ETag of each operation's row, in order ("" for deletes). Else empty.</param>
/// <param name="FailedIndex">Index of the operation that failed, or -1 where none is named.</param>
/// <param name="Code">The service's error code (for logs), or "".</param>
public sealed record TableTransaction(TableStatus Status, IReadOnlyList<string> ETags, int FailedIndex = -1, string Code = "")
{
    public bool IsOk => Status == TableStatus.Ok;

    public static TableTransaction Failed(TableStatus status, int failedIndex = -1, string code = "") => new(status, [], failedIndex, code);
}
