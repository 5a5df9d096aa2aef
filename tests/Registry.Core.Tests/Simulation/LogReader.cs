using Registry.Core.Agents;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>Reads the log out of the journal of what storage executed.</summary>
internal static class LogReader
{
    /// <summary>The shards that were ever written to.</summary>
    public static IEnumerable<string> Shards(IReadOnlyList<SimJournalEntry> journal) =>
        journal.Select(static entry => entry.PartitionKey).Where(IsShard).Distinct(StringComparer.Ordinal);

    public static RunLog Read(IReadOnlyList<SimJournalEntry> journal)
    {
        var codec = new AgentRows();
        var changes = new List<LogChange>();
        var agents = new Dictionary<string, Agent>(StringComparer.Ordinal);
        foreach (var entry in journal)
        {
            // The graph and the configuration have logs of their own.
            if (!IsShard(entry.PartitionKey))
            {
                continue;
            }

            foreach (var operation in entry.Operations)
            {
                if (operation.Kind != TableOperationKind.Insert || !operation.Entity.RowKey.StartsWith(RowKeys.ChangePrefix, StringComparison.Ordinal))
                {
                    continue;
                }

                var change = ChangeRows.Read(operation.Entity, codec);
                changes.Add(new LogChange(
                    entry.At, entry.SentAt, entry.Node, entry.PartitionKey, change.Seq, change.Type, change.EntityId, change.Actor, change.MutationId,
                    agents.GetValueOrDefault(change.EntityId), change.After));
                if (change.After is null)
                {
                    agents.Remove(change.EntityId);
                }
                else
                {
                    agents[change.EntityId] = change.After;
                }
            }
        }

        return new RunLog(changes);
    }

    private static bool IsShard(string partition) => partition.StartsWith('s');
}
