using Registry.Core.Agents;

namespace Registry.Core.Tests.Simulation;

/// <summary>What one id was at every moment of a run, as the log says.</summary>
internal sealed class AgentTimeline(IReadOnlyList<LogChange> changes)
{
    public static AgentTimeline Empty { get; } = new([]);

    public IReadOnlyList<LogChange> Changes => changes;

    public Agent? Last => changes.Count == 0 ? null : changes[^1].After;

    /// <summary>Whether this held at some moment between two (both included).</summary>
    public bool Held(long from, long to, Func<Agent?, bool> condition)
    {
        var since = long.MinValue;
        Agent? state = null;
        foreach (var change in changes)
        {
            if (since <= to && change.At >= from && condition(state))
            {
                return true;
            }

            (since, state) = (change.At, change.After);
        }

        return since <= to && condition(state);
    }

    /// <summary>Changes that were committed between two moments (both included).</summary>
    public IEnumerable<LogChange> Between(long from, long to) => changes.Where(change => change.At >= from && change.At <= to);

    /// <summary>The times in which it was there, with a TTL and no lapse standing: since which change, until when.</summary>
    public IEnumerable<(LogChange Since, long Until)> Reachable(long end)
    {
        LogChange? since = null;
        foreach (var change in changes)
        {
            var reachable = change.After is { LapseMark: 0, Registration.TtlMs: not null };
            if (since is not null && (!reachable || change.IsRegistration))
            {
                yield return (since, change.At);
                since = null;
            }

            since ??= reachable ? change : null;
        }

        if (since is not null)
        {
            yield return (since, end);
        }
    }
}
