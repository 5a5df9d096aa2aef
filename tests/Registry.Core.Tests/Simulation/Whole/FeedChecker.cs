namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>Every reader gets every change once, in the order of its partition.</summary>
internal static class FeedChecker
{
    public static IEnumerable<string> Check(FeedReader reader, IReadOnlyList<WholeEvent> happened)
    {
        foreach (var fault in reader.Faults)
        {
            yield return fault;
        }

        var newest = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var told in reader.Events)
        {
            if (newest.GetValueOrDefault(told.Partition) >= told.Seq)
            {
                yield return $"{reader.Name} was told {told.Id} after {told.Partition}:{newest[told.Partition]}";
            }

            newest[told.Partition] = told.Seq;
        }

        var heard = reader.Events.Select(static told => told.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var missed in happened.Where(change => !heard.Contains(change.Id)))
        {
            yield return $"{reader.Name} was not told {missed}";
        }
    }
}
