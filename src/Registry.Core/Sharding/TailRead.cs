using Registry.Core.Storage;

namespace Registry.Core.Sharding;

/// <summary>The log's tail and its head, as one range query gave them.</summary>
/// <param name="Status">Ok, or why there is nothing.</param>
/// <param name="Changes">In order.</param>
/// <param name="Head">Null when the partition has none (or the table is gone).</param>
internal sealed record TailRead<TEntity>(TableStatus Status, IReadOnlyList<Change<TEntity>> Changes, Head? Head)
    where TEntity : class
{
    /// <summary>
    /// Whether changes are missing between <paramref name="known"/> and the head: trimmed, torn, or another history altogether.
    /// </summary>
    public bool HasGapAfter(long known)
    {
        if (Head is null || Head.Oldest > known + 1 || Head.Seq < known)
        {
            return true;
        }

        var next = known + 1;
        foreach (var change in Changes)
        {
            if (change.Seq != next++)
            {
                return true;
            }
        }

        return next != Head.Seq + 1;
    }
}
