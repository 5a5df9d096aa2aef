using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>A change that the feed has to tell, as storage executed it. Times are virtual ticks.</summary>
internal sealed record WholeEvent(string Partition, long Seq, string AgentId, string Type, long At)
{
    public string Id => $"{Partition}:{Seq}";

    /// <summary>Every change of an agent, in the order of its execution.</summary>
    public static List<WholeEvent> Read(IReadOnlyList<SimJournalEntry> journal)
    {
        var (agents, nodes) = (new AgentRows(), new GraphRows());
        var events = new List<WholeEvent>();
        foreach (var entry in journal)
        {
            foreach (var operation in entry.Operations)
            {
                if (operation.Kind != TableOperationKind.Insert || !operation.Entity.RowKey.StartsWith(RowKeys.ChangePrefix, StringComparison.Ordinal))
                {
                    continue;
                }

                if (entry.PartitionKey == GraphPartition.Name)
                {
                    var change = ChangeRows.Read(operation.Entity, nodes);
                    events.Add(new WholeEvent(entry.PartitionKey, change.Seq, change.EntityId, change.Type, entry.At));
                }
                else if (entry.PartitionKey.StartsWith('s'))
                {
                    var change = ChangeRows.Read(operation.Entity, agents);
                    events.Add(new WholeEvent(entry.PartitionKey, change.Seq, change.EntityId, change.Type, entry.At));
                }
            }
        }

        return events;
    }
}
