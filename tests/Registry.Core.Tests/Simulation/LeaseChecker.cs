using System.Globalization;
using Registry.Core.Sharding;

namespace Registry.Core.Tests.Simulation;

/// <summary>No agent that renews in time is expired, nor marked unreachable but by a mark that raced with its renewal.</summary>
internal static class LeaseChecker
{
    private static readonly long MarkDeadline = TimeSpan.FromMilliseconds(5100).Ticks;

    /// <param name="acknowledged">Renewals.</param>
    /// <param name="log">What was committed.</param>
    /// <param name="outages">Times without storage that were long enough for a sweep to be missed: they move every expiry.</param>
    /// <param name="deadlinesHold">Whether no machine slept: else a mark may be older than its process can know.</param>
    public static IEnumerable<string> Check(IEnumerable<Operation> acknowledged, RunLog log, IReadOnlyList<(long From, long Until)> outages, bool deadlinesHold)
    {
        var renewals = acknowledged.ToLookup(operation => operation.AgentId, StringComparer.Ordinal);
        foreach (var (id, timeline) in log.Timelines)
        {
            foreach (var change in timeline.Changes)
            {
                var fault = change.Type == ChangeTypes.Expired ? Expired(change, timeline, renewals[id], outages)
                    : change.IsMark && deadlinesHold ? Marked(change, timeline, renewals[id])
                    : null;
                if (fault is not null)
                {
                    yield return $"{change}: {fault}";
                }
            }
        }
    }

    private static string? Expired(LogChange expiry, AgentTimeline timeline, IEnumerable<Operation> renewals, IReadOnlyList<(long From, long Until)> outages)
    {
        if (expiry.Before?.Registration.TtlMs is not { } ttl)
        {
            return "expired without a TTL";
        }

        var registered = RegisteredAt(expiry, timeline);
        foreach (var renewal in renewals.Where(renewal => renewal.Invoked < expiry.At && renewal.Answered >= registered))
        {
            // A renewal that was on its way may also mean the registration that came after.
            var ofTheNext = timeline.Between(expiry.At, renewal.Answered!.Value).Any(change => change.IsRegistration);
            var moved = outages.Sum(outage => Math.Max(0, Math.Min(outage.Until, expiry.At) - Math.Max(outage.From, renewal.Invoked)));
            if (!ofTheNext && expiry.At < renewal.Invoked + (ttl * TimeSpan.TicksPerMillisecond) + moved)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"expired within its TTL of {ttl} ms, and {TimeSpan.FromTicks(moved).TotalSeconds:F1} s of outages, after {renewal}");
            }
        }

        return null;
    }

    private static string? Marked(LogChange mark, AgentTimeline timeline, IEnumerable<Operation> renewals)
    {
        if (mark.Before?.Registration.TtlMs is not { } ttl)
        {
            return "marked without a TTL";
        }

        // The sweep read the vectors at most the deadline before it sent the mark: what was acknowledged earlier than that, it saw.
        var registered = RegisteredAt(mark, timeline);
        var lease = ((ttl * 3 / 4) + 2000) * TimeSpan.TicksPerMillisecond;
        var overlooked = renewals.FirstOrDefault(renewal =>
            renewal.Invoked >= registered && renewal.Answered < mark.SentAt - MarkDeadline && renewal.Invoked + lease > mark.SentAt);
        return overlooked is null ? null : $"marked, though it had renewed: {overlooked}";
    }

    private static long RegisteredAt(LogChange change, AgentTimeline timeline) =>
        timeline.Changes.Last(other => other.Seq <= change.Seq && other.IsRegistration).At;
}
