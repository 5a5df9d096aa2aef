using Registry.Core.Storage;

namespace Registry.Core.Sharding;

/// <summary>How a partition's entities and their rows become each other.</summary>
public interface IRowCodec<TEntity>
    where TEntity : class
{
    /// <summary>Row key prefixes of entities.</summary>
    IReadOnlyList<string> Prefixes { get; }

    string RowKey(string id);

    /// <summary>Writes the columns that a read gives back, into an entity's or a change's row. Returns a bound on their bytes on the wire.</summary>
    int WriteColumns(TEntity entity, TableEntity row);

    /// <summary>Adds the columns that a person wants to see in a storage browser.</summary>
    void WriteDisplayColumns(TEntity entity, TableEntity row);

    /// <summary>The entity in a row, or null when the row has no such columns (a change that removed it).</summary>
    TEntity? Read(string id, TableEntity row);

    /// <summary>The id in an entity's row key.</summary>
    string IdFromRowKey(string rowKey);

    /// <summary>Key of the revision row that keeps <paramref name="replaced"/>.</summary>
    string RevisionKey(TEntity replaced);

    /// <summary>Adds to that row who made the revision, and when.</summary>
    void WriteRevisionColumns(TEntity replaced, TableEntity row)
    {
    }
}
