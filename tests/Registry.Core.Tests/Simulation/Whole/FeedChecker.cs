using Registry.Core.Events;

namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>Every reader gets every change once, in the order of its partition.</summary>
internal static class FeedChecker
{
    /// <param name="reader">Its name.</param>
    /// <param name="told">In the order in which it was told.</param>
    /// <param name="happened">What storage executed.</param>
    public static IEnumerable<string> Check(string reader, IReadOnlyList<RegistryEvent> told, IReadOnlyList<WholeEvent> happened)
    {
        var newest = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var one in told)
        {
            if (newest.GetValueOrDefault(one.Partition) >= one.Seq)
            {
                yield return $"{reader} was told {one.Id} after {one.Partition}:{newest[one.Partition]}";
            }

            newest[one.Partition] = one.Seq;
        }

        var heard = told.Select(static one => one.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var missed in happened.Where(change => !heard.Contains(change.Id)))
        {
            yield return $"{reader} was not told {missed}";
        }
    }
}
