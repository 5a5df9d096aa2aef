using Registry.Core.Health.Probing;

namespace Registry.Core.Tests.Health.Probing;

public sealed class ProbeScheduleTests
{
    private const long Start = 1_795_257_000_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    [Fact]
    public void IsDue_NeverProbed_AtOnce() => Assert.True(ProbeSchedule.IsDue("a", 0, Interval, Start));

    [Fact]
    public void IsDue_OnATickOfFiveSeconds_OnceAnInterval()
    {
        for (var agent = 0; agent < 100; agent++)
        {
            var (last, probes) = (Start, new List<long>());
            for (var now = Start; now < Start + 600_000; now += 5_000)
            {
                if (ProbeSchedule.IsDue($"agent-{agent}", last, Interval, now))
                {
                    // It took a while.
                    last = now + 700;
                    probes.Add(now);
                }
            }

            // Twenty moments; the last may come after the last tick.
            Assert.InRange(probes.Count, 19, 20);
            Assert.All(probes.Zip(probes.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 25_000, 35_000));
        }
    }

    [Fact]
    public void IsDue_ManyProbedTogether_AreSpreadOverTheInterval()
    {
        var due = new int[6];
        for (var tick = 0; tick < due.Length; tick++)
        {
            for (var agent = 0; agent < 6_000; agent++)
            {
                var (from, to) = (Start + (tick * 5_000), Start + ((tick + 1) * 5_000));
                due[tick] += ProbeSchedule.IsDue($"agent-{agent}", Start, Interval, to) && !ProbeSchedule.IsDue($"agent-{agent}", Start, Interval, from) ? 1 : 0;
            }
        }

        Assert.All(due, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void IsDue_LastIsAhead_Not() => Assert.False(ProbeSchedule.IsDue("a", Start + 100_000, Interval, Start));
}
