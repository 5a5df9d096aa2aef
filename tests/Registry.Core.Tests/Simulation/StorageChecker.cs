using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Tests.Simulation;

/// <summary>
/// What a shard's rows must be at the end: changes without gap from the oldest to the head, agents equal to the fold of the log, each
/// in a slot of its own, under the epoch of its registration.
/// </summary>
internal static class StorageChecker
{
    public static IEnumerable<string> Check(string partition, IReadOnlyList<TableEntity> rows, RunLog log)
    {
        var changes = log.Changes.Where(change => change.Partition == partition).ToList();
        return CheckLog(rows, changes).Concat(CheckAgents(rows, changes)).Select(fault => $"{partition}: {fault}");
    }

    private static IEnumerable<string> CheckLog(IReadOnlyList<TableEntity> rows, List<LogChange> changes)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].Seq != i + 1)
            {
                yield return $"change {i + 1} of the log was committed as {changes[i]}";
            }
        }

        var head = Head.From(rows.Single(row => row.RowKey == RowKeys.Head));
        var stored = rows.Where(row => row.RowKey.StartsWith(RowKeys.ChangePrefix, StringComparison.Ordinal))
            .Select(row => RowKeys.ParseChange(row.RowKey))
            .ToList();
        if (head.Seq != changes.Count || !stored.Where(seq => seq >= head.Oldest).SequenceEqual(Sequence(head.Oldest, head.Seq)))
        {
            yield return $"head {head.Seq}, oldest {head.Oldest}, {changes.Count} changes committed, stored {string.Join(",", stored)}";
        }
    }

    private static IEnumerable<string> CheckAgents(IReadOnlyList<TableEntity> rows, List<LogChange> changes)
    {
        var codec = new AgentRows();
        var stored = rows.Where(row => row.RowKey.StartsWith(RowKeys.AgentPrefix, StringComparison.Ordinal))
            .ToDictionary(row => codec.IdFromRowKey(row.RowKey), row => codec.Read(codec.IdFromRowKey(row.RowKey), row)!, StringComparer.Ordinal);
        var last = changes.GroupBy(change => change.AgentId, StringComparer.Ordinal).Select(group => group.Last()).ToList();
        foreach (var change in last)
        {
            var agent = stored.GetValueOrDefault(change.AgentId);
            if (!Same(agent, change.After))
            {
                yield return $"{change.AgentId} is stored as revision {agent?.Revision} slot {agent?.Slot} epoch {agent?.Epoch}, the log ends with {change}";
            }
        }

        foreach (var id in stored.Keys.Except(last.Select(change => change.AgentId), StringComparer.Ordinal))
        {
            yield return $"{id} is stored and not in the log";
        }

        foreach (var slot in stored.Values.GroupBy(agent => agent.Slot).Where(slot => slot.Count() > 1))
        {
            yield return $"slot {slot.Key} is that of {string.Join(" and ", slot.Select(agent => agent.Id))}";
        }

        foreach (var change in changes.Where(change => change.After is not null))
        {
            var wrong = change.After!.Revision != change.Seq
                || (change.IsRegistration ? change.After.Epoch != change.Seq : change.After.Epoch != change.Before!.Epoch || change.After.Slot != change.Before.Slot)
                || (change.Type == ChangeTypes.Registered) != change.IsRegistration;
            if (wrong)
            {
                yield return $"{change}: revision {change.After.Revision}, after epoch {change.Before?.Epoch}, slot {change.Before?.Slot}";
            }
        }
    }

    private static bool Same(Agent? stored, Agent? expected) => stored is null || expected is null
        ? stored is null && expected is null
        : AgentDocument.ToStored(stored).AsSpan().SequenceEqual(AgentDocument.ToStored(expected))
            && (stored.Revision, stored.Slot, stored.Epoch, stored.Seen) == (expected.Revision, expected.Slot, expected.Epoch, expected.Seen);

    private static IEnumerable<long> Sequence(long from, long to)
    {
        for (var i = from; i <= to; i++)
        {
            yield return i;
        }
    }
}
