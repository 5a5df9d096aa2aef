using System.Globalization;
using Registry.Core.Events;

namespace Registry.Core.Webhooks;

/// <summary>Names the changes between two cursors.</summary>
internal static class LostRange
{
    // Of a registry with many shards the first ones are named.
    private const int MaxNamed = 8;

    /// <summary>
    /// <c>s0:17-s0:40 s2:3-s2:9</c>, for the partitions that differ; <c>s0:17- s1:4-</c> for shards that are no more, as their number is another now:
    /// what they had after that, nobody knows here.
    /// </summary>
    public static string Between(EventCursor from, EventCursor to)
    {
        var ranges = new List<string>();
        for (var i = 0; i < from.Shards.Count; i++)
        {
            var shard = string.Create(CultureInfo.InvariantCulture, $"s{i}");
            if (from.Shards.Count == to.Shards.Count)
            {
                Add(ranges, shard, from.Shards[i], to.Shards[i]);
            }
            else
            {
                ranges.Add(string.Create(CultureInfo.InvariantCulture, $"{shard}:{from.Shards[i] + 1}-"));
            }
        }

        foreach (var (name, position) in to.Others)
        {
            Add(ranges, name, from.Others.FirstOrDefault(other => other.Key == name).Value, position);
        }

        return string.Join(' ', ranges.Take(MaxNamed)) + (ranges.Count > MaxNamed ? " …" : "");
    }

    private static void Add(List<string> ranges, string partition, long from, long to)
    {
        if (to > from)
        {
            ranges.Add(string.Create(CultureInfo.InvariantCulture, $"{partition}:{from + 1}-{partition}:{to}"));
        }
    }
}
