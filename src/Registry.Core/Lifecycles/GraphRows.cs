using Registry.Core.Agents;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Lifecycles;

/// <summary>Nodes and their rows. A node's edges are in its own row: a registration with all its edges is one change.</summary>
internal sealed class GraphRows : IRowCodec<GraphNode>
{
    // Around the documents: names and types of the columns, and escapes.
    private const int RowOverhead = 1024;

    public IReadOnlyList<string> Prefixes { get; } = [RowKeys.NodePrefix];

    public string RowKey(string id) => RowKeys.Node(id);

    public string IdFromRowKey(string rowKey) => rowKey[RowKeys.NodePrefix.Length..];

    public string RevisionKey(GraphNode replaced) => RowKeys.Revision(replaced.Id, replaced.Seq);

    public int WriteColumns(GraphNode entity, TableEntity row)
    {
        var doc = GraphDocument.ToStored(entity);
        var errors = GraphDocument.ErrorsToStored(entity);
        row.Set(Columns.Doc, TableValue.FromUtf8(doc)).Set(Columns.Errors, TableValue.FromUtf8(errors)).Set(Columns.Seq, entity.Seq);
        return ((doc.Length + errors.Length) * 3 / 2) + RowOverhead;
    }

    public void WriteDisplayColumns(GraphNode entity, TableEntity row) => row.Set(Columns.Status, AgentWords.Lifecycle[entity.Lifecycle]);

    public GraphNode? Read(string id, TableEntity row) => GraphDocument.FromRow(id, row);
}
