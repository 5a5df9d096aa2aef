using Registry.Core.Storage;

namespace Registry.Core.Sharding;

/// <summary>The row that every commit replaces by compare-and-swap.</summary>
/// <param name="Seq">Newest change.</param>
/// <param name="Oldest">Oldest change that is still there.</param>
/// <param name="ETag">As read, or as the commit answered.</param>
internal sealed record Head(long Seq, long Oldest, string ETag)
{
    public static Head From(TableEntity row) => new(row.Int64(Columns.Seq), row.Int64(Columns.Oldest), row.ETag);

    public TableEntity ToRow() => new TableEntity(RowKeys.Head).Set(Columns.Seq, Seq).Set(Columns.Oldest, Oldest);
}
