using Registry.Core.Agents;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Backup;

/// <summary>
/// Gives agents to another number of shards: each gets a slot there, and its lease begins anew, because the vectors that say when it was last seen
/// belong to the old slots. What happened before (changes, revisions) stays behind. Every new shard goes on above the newest number of all old ones:
/// those are still in nodes of <c>graph</c>, in cursors, event ids and ETags, and must mean nothing here.
/// </summary>
/// <param name="shards">How many there are to be.</param>
/// <param name="newest">The newest change of any old shard.</param>
/// <param name="now">Storage time, Unix milliseconds.</param>
internal sealed class Resharding(int shards, long newest, long now)
{
    private readonly AgentRows _rows = new();
    private readonly int[] _agents = new int[shards];
    private readonly long[] _seqs = [.. Enumerable.Repeat(newest, shards)];

    /// <summary>Where a row of an old shard goes; null for one that stays behind.</summary>
    public (string Partition, TableEntity Row)? Place(TableEntity row)
    {
        if (!row.RowKey.StartsWith(RowKeys.AgentPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var id = row.RowKey[RowKeys.AgentPrefix.Length..];
        var shard = RegistryShards.NumberOf(id, shards);
        if (_rows.Read(id, row) is { } agent)
        {
            _rows.WriteColumns(Renumbered(agent, shard), row);
        }

        return (TableExport.ShardName(shard), row);
    }

    /// <summary>The heads: each log begins after its agents.</summary>
    public IEnumerable<(string Partition, TableEntity Row)> Heads() =>
        _seqs.Select((seq, shard) => (TableExport.ShardName(shard), new Head(seq, seq + 1, "").ToRow()));

    /// <summary>A registration that was never replaced takes one number, another two: of the registration, and of what was made of it.</summary>
    private Agent Renumbered(Agent agent, int shard)
    {
        var epoch = ++_seqs[shard];
        var version = agent.VersionSeq == agent.Epoch ? epoch : ++_seqs[shard];
        return agent with { Slot = _agents[shard]++, Epoch = epoch, VersionSeq = version, Revision = version, Seen = now };
    }
}
