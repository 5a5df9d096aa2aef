using Registry.Core.Agents.Documents;
using Registry.Core.Agents.Revisions;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Agents;

/// <summary>Agents and their rows.</summary>
/// <param name="join">Gives an agent what <c>graph</c> says of it; null: nothing.</param>
internal sealed class AgentRows(Func<Agent, Agent>? join = null) : IRowCodec<Agent>
{
    // Around a document: names and types of the columns, and escapes; quotes make a document grow by a quarter, seldom by half.
    private const int RowOverhead = 1024;

    public IReadOnlyList<string> Prefixes { get; } = [RowKeys.AgentPrefix];

    public string RowKey(string id) => RowKeys.Agent(id);

    public string IdFromRowKey(string rowKey) => rowKey[RowKeys.AgentPrefix.Length..];

    public string RevisionKey(Agent replaced) => RowKeys.Revision(replaced.Id, replaced.VersionSeq);

    public void WriteRevisionColumns(Agent replaced, TableEntity row)
    {
        row.Set(Columns.Change, AgentVersion.TypeOf(replaced)).Set(Columns.Time, replaced.VersionAt);
        if (replaced.VersionBy is { } actor)
        {
            row.Set(Columns.Actor, actor);
        }
    }

    public int WriteColumns(Agent entity, TableEntity row)
    {
        var doc = AgentDocument.ToStored(entity);
        row.Set(Columns.Doc, TableValue.FromUtf8(doc))
            .Set(Columns.Slot, entity.Slot)
            .Set(Columns.Epoch, entity.Epoch)
            .Set(Columns.Seq, entity.Revision)
            .Set(Columns.Seen, entity.Seen);
        return (doc.Length * 3 / 2) + RowOverhead;
    }

    public void WriteDisplayColumns(Agent entity, TableEntity row) =>
        row.Set(Columns.Name, entity.Registration.Name)
            .Set(Columns.Type, entity.Registration.Type)
            .Set(Columns.Status, AgentWords.Status[entity.Status])
            .Set(Columns.Endpoint, entity.Registration.Endpoint ?? "");

    public Agent? Read(string id, TableEntity row)
    {
        var doc = row.Bytes(Columns.Doc);
        if (doc.IsEmpty)
        {
            return null;
        }

        var agent = AgentDocument.FromStored(
            doc.Span, (int)row.Int64(Columns.Slot), row.Int64(Columns.Epoch), row.Int64(Columns.Seq), row.Int64(Columns.Seen));
        return join is null ? agent : join(agent);
    }
}
