using Registry.Core.Sharding;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>Times without storage, as checkers need them.</summary>
internal static class OutageFacts
{
    /// <summary>Those in which a sweep of the schedule was missed by more than it takes to count as missed, joined.</summary>
    public static List<(long From, long Until)> Long(SimStorage storage, TimeSpan sweepInterval)
    {
        var joined = new List<(long From, long Until)>();
        foreach (var outage in storage.Outages.OrderBy(outage => outage.From))
        {
            if (joined.Count > 0 && outage.From <= joined[^1].Until)
            {
                joined[^1] = (joined[^1].From, Math.Max(joined[^1].Until, outage.Until));
            }
            else
            {
                joined.Add(outage);
            }
        }

        var missed = (sweepInterval + TimeSpan.FromSeconds(10)).Ticks;
        return joined.FindAll(outage => outage.Until - outage.From > missed);
    }

    /// <summary>The sum of those that are stored, in virtual ticks.</summary>
    public static async Task<long> TicksAsync(SimStorage storage)
    {
        var milliseconds = 0L;
        foreach (var partition in LogReader.Shards(storage.Journal))
        {
            var rows = await StoredPartition.ReadAsync(storage.Inner, partition);
            milliseconds += rows.Where(row => row.RowKey.StartsWith(RowKeys.OutagePrefix, StringComparison.Ordinal))
                .Sum(row => row.Int64(Columns.To) - row.Int64(Columns.From));
        }

        return milliseconds * TimeSpan.TicksPerMillisecond;
    }
}
