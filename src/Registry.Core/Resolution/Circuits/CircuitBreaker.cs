using System.Globalization;
using Registry.Core.Agents;
using Registry.Core.Time;

namespace Registry.Core.Resolution.Circuits;

/// <summary>
/// The one owner of a circuit's transitions. Pure: it is asked again on every newer state, and time is given.
/// <code>
///              | closed            | open, waiting | open, due          | half-open         | half-open, trial out | trial overdue
/// -------------+-------------------+---------------+--------------------+-------------------+----------------------+---------------
/// success      | failures = 0      | –             | –                  | counts; enough:   | the same; the trial  | open since the
///              |                   |               |                    | closed            | is over              | deadline
/// failure      | counts; enough:   | –             | –                  | open              | open                 | open since the
///              | open              |               |                    |                   |                      | deadline
/// trial wanted | –                 | –             | half-open, trial   | trial             | –                    | open since the
///              |                   |               |                    |                   |                      | deadline; as there
/// probes fail  | open              | –             | –                  | open              | open                 | open since the
///              |                   |               |                    |                   |                      | deadline
/// reset        | failures = 0      | closed        | closed             | closed            | closed               | open, closed
/// time         | –                 | –             | –                  | –                 | –                    | open since the
///              |                   |               |                    |                   |                      | deadline
/// </code>
/// An outcome that names a trial other than the one that is out, or whose call began before the trial that is out, is late: it changes nothing.
/// </summary>
public sealed class CircuitBreaker
{
    /// <summary>Failures in a row that open a circuit, unless the agent says otherwise. All four: the provider registry's document.</summary>
    public const int DefaultFailureThreshold = 5;

    public const int DefaultSuccessThreshold = 3;

    /// <summary>Seconds.</summary>
    public const double DefaultRecoveryTimeout = 60;

    /// <summary>Seconds.</summary>
    public const double DefaultTimeoutDuration = 30;

    private readonly int _failureThreshold;
    private readonly int _successThreshold;
    private readonly long _trialMs;

    /// <param name="options">As the agent registered them; null for the defaults.</param>
    public CircuitBreaker(CircuitBreakerOptions? options)
    {
        _failureThreshold = options?.FailureThreshold ?? DefaultFailureThreshold;
        _successThreshold = options?.SuccessThreshold ?? DefaultSuccessThreshold;
        RecoveryMs = Milliseconds(options?.RecoveryTimeout ?? DefaultRecoveryTimeout);
        _trialMs = Milliseconds(options?.TimeoutDuration ?? DefaultTimeoutDuration);
    }

    /// <summary>From a circuit's opening to its first trial.</summary>
    public long RecoveryMs { get; }

    /// <summary>What follows from an event, in order; empty where nothing does.</summary>
    public IReadOnlyList<CircuitMove> On(CircuitEvent happened, Circuit circuit, StorageInstant now)
    {
        var overdue = IsOverdue(circuit, now);
        var settled = overdue ? Failed(circuit, circuit.Trial!.Until, open: true) : circuit;
        var (after, reason) = happened.Kind switch
        {
            CircuitEventKind.Success => Succeed(happened, settled, now),
            CircuitEventKind.Failure => Fail(happened, settled, now),
            CircuitEventKind.TrialWanted => Try(happened, settled, now),
            CircuitEventKind.ProbesFailed => FailProbes(settled, now),
            CircuitEventKind.Reset => (Closed(settled), "reset"),
            _ => (settled, ""),
        };
        return (overdue, after != settled) switch
        {
            (false, false) => [],
            (false, true) => [new CircuitMove(circuit, after, reason)],
            (true, false) => [new CircuitMove(circuit, settled, NoOutcome(circuit.Trial!))],
            (true, true) => [new CircuitMove(circuit, settled, NoOutcome(circuit.Trial!)), new CircuitMove(settled, after, reason)],
        };
    }

    /// <summary>Whether a call may be made without a trial, with one, or not at all.</summary>
    public CircuitPassage Passage(Circuit circuit, StorageInstant now)
    {
        if (circuit.State == CircuitState.Closed)
        {
            return CircuitPassage.Free;
        }

        var settled = IsOverdue(circuit, now) ? Failed(circuit, circuit.Trial!.Until, open: true) : circuit;
        return CanTry(settled, now) ? CircuitPassage.Trial : CircuitPassage.None;
    }

    /// <summary>When a circuit that lets no call pass may give out a trial, by itself. Unix milliseconds, storage time.</summary>
    public long TrialFrom(Circuit circuit) => circuit.State switch
    {
        CircuitState.Open => circuit.OpenedAt + RecoveryMs,
        CircuitState.HalfOpen when circuit.Trial is { } trial => trial.Until + RecoveryMs,
        _ => 0,
    };

    /// <summary>Whether the trial that is out has failed by now.</summary>
    public static bool IsOverdue(Circuit circuit, StorageInstant now) =>
        circuit is { State: CircuitState.HalfOpen, Trial: { } trial } && (now.Lower > trial.Until || LiesAhead(trial.From, now));

    /// <summary>Whether it is open and gives out no trial yet: nobody who has the time right can have taken one.</summary>
    public bool IsWaiting(Circuit circuit, StorageInstant now) =>
        circuit.State == CircuitState.Open && circuit.OpenedAt <= now.Upper && now.Upper - circuit.OpenedAt < RecoveryMs;

    private (Circuit After, string Reason) Succeed(CircuitEvent outcome, Circuit circuit, StorageInstant now)
    {
        if (circuit.State == CircuitState.Open || IsLate(outcome, circuit, now))
        {
            return (circuit, "");
        }

        if (circuit.State == CircuitState.Closed)
        {
            return (circuit with { FailureCount = 0 }, "a call succeeded");
        }

        var count = Next(circuit.SuccessCount);
        return count >= _successThreshold
            ? (Closed(circuit), Text($"{count} trials succeeded"))
            : (circuit with { SuccessCount = count, Trial = null }, Text($"{count} of {_successThreshold} trials succeeded"));
    }

    private (Circuit After, string Reason) Fail(CircuitEvent outcome, Circuit circuit, StorageInstant now)
    {
        if (circuit.State == CircuitState.Open || IsLate(outcome, circuit, now))
        {
            return (circuit, "");
        }

        var because = outcome.Error is { } error ? ": " + error : "";
        if (circuit.State == CircuitState.HalfOpen)
        {
            return (Failed(circuit, now.Upper, open: true), "a trial failed" + because);
        }

        var count = Next(circuit.FailureCount);
        return count >= _failureThreshold
            ? (Failed(circuit, now.Upper, open: true), Text($"{count} calls failed in a row") + because)
            : (Failed(circuit, now.Upper, open: false), Text($"{count} of {_failureThreshold} calls failed in a row") + because);
    }

    private (Circuit After, string Reason) Try(CircuitEvent wanted, Circuit circuit, StorageInstant now)
    {
        if (!CanTry(circuit, now))
        {
            return (circuit, "");
        }

        var trial = new CircuitTrial(wanted.TrialId!, now.Lower, now.Upper + _trialMs);
        return circuit.State == CircuitState.Open
            ? (circuit with { State = CircuitState.HalfOpen, SuccessCount = 0, Trial = trial }, "the recovery time-out is over: a trial")
            : (circuit with { Trial = trial }, "a trial");
    }

    private static (Circuit After, string Reason) FailProbes(Circuit circuit, StorageInstant now) =>
        circuit.State == CircuitState.Open
            ? (circuit, "")
            : (circuit with { State = CircuitState.Open, SuccessCount = 0, LastFailureAt = now.Upper, OpenedAt = now.Upper, Trial = null }, "its probes failed");

    private bool CanTry(Circuit circuit, StorageInstant now) => circuit.State switch
    {
        CircuitState.Open => HasPassed(circuit.OpenedAt, RecoveryMs, now),
        CircuitState.HalfOpen => circuit.Trial is null,
        _ => false,
    };

    private static bool HasPassed(long from, long duration, StorageInstant now) => now.Lower - from >= duration || LiesAhead(from, now);

    /// <summary>
    /// A past time that lies ahead is of a clock that was set back since: nobody knows how long ago it was, and a trial tells the truth. A machine
    /// that slept for less than a second may be behind a little.
    /// </summary>
    private static bool LiesAhead(long from, StorageInstant now) => from > now.Upper + StorageClock.UsableWidthMs;

    private static bool IsLate(CircuitEvent outcome, Circuit circuit, StorageInstant now)
    {
        if (outcome.TrialId is { } named)
        {
            return circuit.Trial?.Id != named;
        }

        return circuit.Trial is { } trial && outcome.LatencyMs is { } latency && now.Upper - latency < trial.From;
    }

    private static Circuit Failed(Circuit circuit, long at, bool open) => circuit with
    {
        State = open ? CircuitState.Open : circuit.State,
        FailureCount = Next(circuit.FailureCount),
        SuccessCount = 0,
        LastFailureAt = at,
        OpenedAt = open ? at : circuit.OpenedAt,
        Trial = null,
    };

    private static Circuit Closed(Circuit circuit) => Circuit.Initial with { LastFailureAt = circuit.LastFailureAt };

    private static int Next(int count) => count == int.MaxValue ? count : count + 1;

    private static long Milliseconds(double seconds) => (long)Math.Round(seconds * 1000);

    private static string NoOutcome(CircuitTrial trial) => Text($"a trial had no outcome until {Rfc3339.Text(trial.Until)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
