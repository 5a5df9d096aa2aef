using Registry.Core.Resolution.Circuits;

namespace Registry.Core.Tests.Simulation.Circuits;

/// <summary>At most one trial is out at a time, over all instances, while its deadline has not passed; and circuits move as their table says.</summary>
internal static class CircuitChecker
{
    // Times are kept in whole milliseconds.
    private const long Rounding = 2 * TimeSpan.TicksPerMillisecond;

    /// <param name="log">What was committed.</param>
    /// <param name="trials">What callers were given.</param>
    /// <param name="start">Of virtual time.</param>
    public static IEnumerable<string> Check(RunLog log, IReadOnlyList<(string Agent, CircuitTrial Trial)> trials, DateTimeOffset start)
    {
        var handed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var change in log.Changes)
        {
            if (change.Before is not { } before || change.After is not { } after)
            {
                continue;
            }

            if (Fault(change, before.Circuit, after.Circuit, start) is { } fault)
            {
                yield return $"{change}: {fault}: {before.Circuit} became {after.Circuit}";
            }

            if (after.Circuit.Trial is { } trial && trial != before.Circuit.Trial && !handed.TryAdd(trial.Id, change.AgentId))
            {
                yield return $"{change}: trial {trial.Id} was handed out before";
            }
        }

        foreach (var given in trials.GroupBy(static given => given.Trial.Id))
        {
            if (given.Count() > 1)
            {
                yield return $"trial {given.Key} was given to {given.Count()} callers";
            }

            if (handed.GetValueOrDefault(given.Key) != given.First().Agent)
            {
                yield return $"trial {given.Key} of {given.First().Agent} is not in the log";
            }
        }
    }

    private static string? Fault(LogChange change, Circuit before, Circuit after, DateTimeOffset start)
    {
        if (before.Trial is { } lost && after.Trial is { } next && next != lost)
        {
            return "a second trial was handed out while one was out";
        }

        // An outcome opens it at the time of its commit, a deadline at a time before that.
        var isOverdue = after.State == CircuitState.Open && after.OpenedAt == before.Trial?.Until && change.After!.UpdatedAt > after.OpenedAt;
        if (isOverdue && change.At < TicksOf(after.OpenedAt, start) - Rounding)
        {
            return "a trial was taken back before its deadline";
        }

        if (after.State != CircuitState.HalfOpen && after.Trial is not null)
        {
            return "a trial is out of a circuit that is not half-open";
        }

        return (before.State, after.State) switch
        {
            (CircuitState.Closed, CircuitState.HalfOpen) => "a closed circuit became half-open",
            (CircuitState.Open, CircuitState.HalfOpen) when after.Trial is null => "half-open without a trial",
            (CircuitState.Open, CircuitState.Closed) when after.FailureCount > 0 => "closed with failures",
            _ => null,
        };
    }

    private static long TicksOf(long unixMs, DateTimeOffset start) => (unixMs - start.ToUnixTimeMilliseconds()) * TimeSpan.TicksPerMillisecond;
}
