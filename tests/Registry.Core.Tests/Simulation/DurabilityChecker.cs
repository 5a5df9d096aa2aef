using System.Buffers.Binary;
using Registry.Core.Agents;
using Registry.Core.Health.Heartbeats;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>A heartbeat is in storage before it is answered: whatever becomes of the instance that took it, the others find it.</summary>
internal static class DurabilityChecker
{
    // Storage time is known to 4 s.
    private static readonly TimeSpan ClockWidth = TimeSpan.FromMilliseconds(4100);

    /// <param name="heartbeats">That were acknowledged.</param>
    /// <param name="log">What was committed.</param>
    /// <param name="journal">What storage executed.</param>
    /// <param name="start">Of virtual time.</param>
    public static IEnumerable<string> Check(IEnumerable<Operation> heartbeats, RunLog log, IReadOnlyList<SimJournalEntry> journal, DateTimeOffset start)
    {
        var pages = journal.SelectMany(static entry => entry.Operations, static (entry, operation) => (entry.At, entry.Node, entry.PartitionKey, Row: operation.Entity))
            .Where(static page => page.Row.RowKey.StartsWith(RowKeys.HeartbeatPrefix, StringComparison.Ordinal) && page.Row.Bytes(Columns.Entries).Length > 0)
            .ToLookup(static page => (page.Node, page.PartitionKey));
        foreach (var heartbeat in heartbeats)
        {
            var (from, to) = (heartbeat.Invoked, heartbeat.Answered!.Value);
            var timeline = log.Of(heartbeat.AgentId);
            var least = start.AddTicks(from).Subtract(ClockWidth).ToUnixTimeMilliseconds();
            var partition = timeline.Changes.Count > 0 ? timeline.Changes[0].Partition : "";

            // Stamps are never early: what was stored before, and is of a time after it was asked, needs no write.
            var asked = start.AddTicks(from).ToUnixTimeMilliseconds();
            var isStored = pages[(heartbeat.Instance, partition)].Any(page =>
                page.At <= to && timeline.Held(from, to, agent => agent is not null && TimeIn(page.Row, agent) >= (page.At >= from ? least : asked)));
            if (!isStored)
            {
                yield return $"{heartbeat}: acknowledged, but storage did not have it";
            }
        }
    }

    /// <summary>When the page says that the agent was heard; 0 where it does not.</summary>
    private static long TimeIn(TableEntity page, Agent agent)
    {
        // A run has fewer agents than the first page has slots.
        var entry = BinaryPrimitives.ReadUInt64LittleEndian(page.Bytes(Columns.Entries).Span[(agent.Slot * sizeof(ulong))..]);
        return HeartbeatEntry.IsOf(entry, agent.Epoch) ? HeartbeatEntry.Time(entry) : 0;
    }
}
