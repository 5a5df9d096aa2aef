using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Configuration;

/// <summary>Entries and their rows.</summary>
internal sealed class ConfigRows : IRowCodec<ConfigEntry>
{
    // Around a document: names and types of the columns, and escapes.
    private const int RowOverhead = 1024;

    public IReadOnlyList<string> Prefixes { get; } = [RowKeys.ConfigPrefix];

    public string RowKey(string id) => RowKeys.Config(id);

    public string IdFromRowKey(string rowKey) => rowKey[RowKeys.ConfigPrefix.Length..];

    /// <summary>No change of an entry replaces what must be kept.</summary>
    public string RevisionKey(ConfigEntry replaced) => throw new NotSupportedException("Entries have no revisions.");

    public int WriteColumns(ConfigEntry entity, TableEntity row)
    {
        row.Set(Columns.Doc, TableValue.FromUtf8(entity.Doc))
            .Set(Columns.Seq, entity.Seq)
            .Set(Columns.Created, entity.CreatedAt)
            .Set(Columns.Updated, entity.UpdatedAt)
            .Set(Columns.SecretSeq, entity.SecretSeq);
        return (entity.Doc.Length * 3 / 2) + RowOverhead;
    }

    public void WriteDisplayColumns(ConfigEntry entity, TableEntity row)
    {
        // The key says kind and id.
    }

    public ConfigEntry? Read(string id, TableEntity row)
    {
        var doc = row.Bytes(Columns.Doc);
        var mark = id.IndexOf('!', StringComparison.Ordinal);
        return doc.IsEmpty || mark < 0
            ? null
            : new ConfigEntry(id[..mark], id[(mark + 1)..], doc)
            {
                Seq = row.Int64(Columns.Seq),
                CreatedAt = row.Int64(Columns.Created),
                UpdatedAt = row.Int64(Columns.Updated),
                SecretSeq = row.Int64(Columns.SecretSeq),
            };
    }
}
