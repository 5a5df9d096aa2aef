namespace Registry.Core.Storage;

/// <summary>A query over one partition: the rows whose key lies between two bounds (ordinal order), in that order.</summary>
/// <param name="PartitionKey">The partition.</param>
/// <param name="From">Lower bound; null for none.</param>
/// <param name="To">Upper bound; null for none.</param>
public sealed record TableRange(string PartitionKey, string? From = null, string? To = null)
{
    /// <summary>Whether a row whose key equals <see cref="From"/> is in the range (ge) or not (gt).</summary>
    public bool FromInclusive { get; init; } = true;

    /// <summary>Whether a row whose key equals <see cref="To"/> is in the range (le) or not (lt).</summary>
    public bool ToInclusive { get; init; } = true;

    /// <summary>Property names to return besides RowKey, ETag and Timestamp, which always come; null for all.</summary>
    public IReadOnlyList<string>? Select { get; init; }

    /// <summary>Most rows a page may hold, 1 … 1,000 (the service's own limit). The service may end a page earlier.</summary>
    public int PageSize { get; init; } = TableLimits.PageEntities;

    /// <summary>All rows whose key starts with <paramref name="prefix"/> (ASCII).</summary>
    public static TableRange Prefix(string partitionKey, string prefix) =>
        new(partitionKey, prefix, prefix[..^1] + (char)(prefix[^1] + 1)) { ToInclusive = false };
}
