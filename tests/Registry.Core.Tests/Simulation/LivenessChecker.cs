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
        var signs = history.Operations
            .Where(operation => operation.Renews && operation.Refusal?.Code is not (RefusalCode.NotFound or RefusalCode.Forbidden))
            .ToLookup(operation => operation.AgentId, operation => operation.Answered ?? facts.End, StringComparer.Ordinal);
        return log.Timelines
            .SelectMany(pair => pair.Value.Reachable(facts.End).SelectMany(time => Overdue(time.Since, time.Until, signs[pair.Key], facts)))
            .Concat(history.Operations.Where(operation => operation.Invoked > facts.Calm + facts.Lease && !operation.IsLost).SelectMany(Unserved));
    }

    /// <summary>Silences, within a time in which an agent counted as reachable, that should have ended it.</summary>
    private static IEnumerable<string> Overdue(LogChange since, long until, IEnumerable<long> signs, RunFacts facts)
    {
        var alive = since.At;
        foreach (var next in signs.Where(sign => sign > since.At && sign < until).Order().Append(until))
        {
            var lapse = alive + (((since.After!.Registration.TtlMs!.Value * 3 / 4) + 2000) * TimeSpan.TicksPerMillisecond) + facts.OutageRows;
            var bound = (facts.IsFaultless ? lapse : Math.Max(lapse, facts.Calm + facts.Lease)) + facts.SweepInterval + Slack;
            if (next > bound && (facts.IsFaultless || next == facts.End))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{since}: still counts as reachable at {Seconds(next):F1}, last sign of life {Seconds(alive):F1}, bound {Seconds(bound):F1}");
            }

            alive = next;
        }
    }

    private static IEnumerable<string> Unserved(Operation operation)
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

    private static double Seconds(long ticks) => TimeSpan.FromTicks(ticks).TotalSeconds;
}
