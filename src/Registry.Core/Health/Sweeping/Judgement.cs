using Registry.Core.Agents;

namespace Registry.Core.Health.Sweeping;

/// <summary>
/// Whether leases lapsed, as of the start of a read of the vectors. A lapse is marked after 75 % of the TTL and 2 s, the longest that a
/// heartbeat may take from its stamp to storage. Both limits move by the outages after the agent was last seen.
/// </summary>
/// <param name="now">When the read began, never later than the truth (Unix milliseconds).</param>
/// <param name="outages">Merged: in order, none touching another.</param>
internal sealed class Judgement(long now, IReadOnlyList<Outage> outages)
{
    private const long FlushAllowanceMs = 2000;
    private const long OverMarginMs = 5000;

    public bool HasLapsed(Agent agent, long lastHeard) =>
        agent.Registration.TtlMs is { } ttl && LapsesAfterOutages(Math.Max(agent.Seen, lastHeard), ttl) < now;

    public bool HasExpired(Agent agent, long lastHeard)
    {
        var seen = Math.Max(agent.Seen, lastHeard);
        return agent.Registration.TtlMs is { } ttl && seen + ttl + OutagesAfter(seen) < now;
    }

    /// <summary>
    /// Whether an outage can move no lease any more: of those who were last seen when it ended, and were moved by the outages after it,
    /// even the longest has been over for its whole length again.
    /// </summary>
    /// <param name="outage">As read.</param>
    /// <param name="longestTtl">Milliseconds, the longest that an agent of the shard has.</param>
    public bool IsOver(Outage outage, long longestTtl) => outage.To + (2 * longestTtl) + OverMarginMs + OutagesAfter(outage.To) < now;

    /// <summary>Joins outages that overlap.</summary>
    public static List<Outage> Union(IEnumerable<Outage> outages)
    {
        var union = new List<Outage>();
        foreach (var outage in outages.OrderBy(outage => outage.From))
        {
            if (union.Count > 0 && outage.From <= union[^1].To)
            {
                union[^1] = union[^1] with { To = Math.Max(union[^1].To, outage.To) };
            }
            else
            {
                union.Add(outage);
            }
        }

        return union;
    }

    /// <summary>When a lease lapses, outages left aside.</summary>
    public static long LapsesAt(long seen, long ttl) => seen + (ttl * 3 / 4) + FlushAllowanceMs;

    private long LapsesAfterOutages(long seen, long ttl) => LapsesAt(seen, ttl) + OutagesAfter(seen);

    private long OutagesAfter(long seen)
    {
        var total = 0L;
        foreach (var outage in outages)
        {
            total += Math.Max(0, outage.To - Math.Max(outage.From, seen));
        }

        return total;
    }
}
