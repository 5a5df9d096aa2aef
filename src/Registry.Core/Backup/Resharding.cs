using Registry.Core.Agents;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Backup;

/// <summary>
/// Gives agents to another number of shards: each gets a slot, epoch and revision there, and its lease begins anew, because the vectors that say
/// when it was last seen belong to the old slots. What happened before (changes, revisions) stays behind with the old numbers.
/// </summary>
/// <param name="shards">How many there are to be.</param>
/// <param name="now">Storage time, Unix milliseconds.</param>
internal sealed class Resharding(int shards, long now)
{
    private readonly int[] _agents = new int[shards];

    /// <summary>Where a row of an old shard goes; null for one that stays behind.</summary>
    public (string Partition, TableEntity Row)? Place(TableEntity row)
    {
        if (!row.RowKey.StartsWith(RowKeys.AgentPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var shard = RegistryShards.NumberOf(row.RowKey[RowKeys.AgentPrefix.Length..], shards);
        var number = _agents[shard]++;
        row.Set(Columns.Slot, number).Set(Columns.Epoch, number + 1).Set(Columns.Seq, number + 1).Set(Columns.Seen, now);
        return (TableExport.ShardName(shard), row);
    }

    /// <summary>The heads: each log begins after its agents.</summary>
    public IEnumerable<(string Partition, TableEntity Row)> Heads() =>
        _agents.Select((count, shard) => (TableExport.ShardName(shard), new Head(count, count + 1, "").ToRow()));
}
