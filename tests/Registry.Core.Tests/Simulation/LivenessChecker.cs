using System.Globalization;

namespace Registry.Core.Tests.Simulation;

/// <summary>
/// No agent that stopped stays usable: once storage works again it is unreachable (or gone) after its lapse, the longest lease of the sweep's
/// job, one sweep, and what outages moved it by. In a run without faults the same holds all the time, without lease and outages.
/// </summary>
internal static class LivenessChecker
{
    // Storage time is known to 4 s at worst; a read and a commit take their time.
    private static readonly long Slack = TimeSpan.FromSeconds(6).Ticks;

    public static IEnumerable<string> Check(History history, RunLog log, RunFacts facts)
    {
        foreach (var (id, timeline) in log.Timelines)
        {
            if (timeline.Last is not { LapseMark: 0, Registration.TtlMs: { } ttl } last)
            {
                continue;
            }

            var alive = timeline.Changes.Last(change => change.IsRegistration).At;
            foreach (var renewal in history.Operations.Where(operation => operation.Renews && operation.AgentId == id && operation.Refusal?.Code is not (RefusalCode.NotFound or RefusalCode.Forbidden)))
            {
                alive = Math.Max(alive, renewal.Answered ?? facts.End);
            }

            var lapses = alive + (((ttl * 3 / 4) + 2000) * TimeSpan.TicksPerMillisecond);
            var bound = Math.Max(lapses + facts.OutageRows, facts.Calm + facts.Lease) + facts.SweepInterval + Slack;
            if (facts.End > bound)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{id} (revision {last.Revision}) still counts as reachable at the end ({Seconds(facts.End):F1}), last sign of life {Seconds(alive):F1}, bound {Seconds(bound):F1}");
            }
        }

        foreach (var operation in history.Operations.Where(operation => operation.Invoked > facts.Calm + facts.Lease && !operation.IsLost))
        {
            if (operation.IsRefused(RefusalCode.StorageUnavailable) || operation.IsRefused(RefusalCode.OutcomeUnknown))
            {
                yield return $"{operation}: refused though storage works";
            }
            else if (operation.Answered - operation.Invoked > Slack)
            {
                yield return $"{operation}: it took too long though storage works";
            }
        }
    }

    private static double Seconds(long ticks) => TimeSpan.FromTicks(ticks).TotalSeconds;
}
