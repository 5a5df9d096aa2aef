using Registry.Core.Agents;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Time;

namespace Registry.Core.Tests.Resolution;

public sealed class CircuitBreakerTests
{
    private const long Now = 1_000_000;
    private const long Recovery = 60_000;
    private const long TrialTime = 30_000;

    private static readonly CircuitBreaker Breaker = new(new CircuitBreakerOptions { FailureThreshold = 3, SuccessThreshold = 2 });

    /// <summary>Every cell of the table: state, event, the states that follow in order, failures and successes then, whether a trial is out.</summary>
    [Theory]
    [InlineData("closed", CircuitEventKind.Success, "", 0, 0, false)]
    [InlineData("closed", CircuitEventKind.Failure, "closed", 1, 0, false)]
    [InlineData("closed", CircuitEventKind.TrialWanted, "", 0, 0, false)]
    [InlineData("closed", CircuitEventKind.ProbesFailed, "open", 0, 0, false)]
    [InlineData("closed", CircuitEventKind.Reset, "", 0, 0, false)]
    [InlineData("closed", CircuitEventKind.Tick, "", 0, 0, false)]
    [InlineData("closed, failing", CircuitEventKind.Success, "closed", 0, 0, false)]
    [InlineData("closed, failing", CircuitEventKind.Failure, "open", 3, 0, false)]
    [InlineData("closed, failing", CircuitEventKind.TrialWanted, "", 2, 0, false)]
    [InlineData("closed, failing", CircuitEventKind.ProbesFailed, "open", 2, 0, false)]
    [InlineData("closed, failing", CircuitEventKind.Reset, "closed", 0, 0, false)]
    [InlineData("closed, failing", CircuitEventKind.Tick, "", 2, 0, false)]
    [InlineData("open, waiting", CircuitEventKind.Success, "", 3, 0, false)]
    [InlineData("open, waiting", CircuitEventKind.Failure, "", 3, 0, false)]
    [InlineData("open, waiting", CircuitEventKind.TrialWanted, "", 3, 0, false)]
    [InlineData("open, waiting", CircuitEventKind.ProbesFailed, "", 3, 0, false)]
    [InlineData("open, waiting", CircuitEventKind.Reset, "closed", 0, 0, false)]
    [InlineData("open, waiting", CircuitEventKind.Tick, "", 3, 0, false)]
    [InlineData("open, due", CircuitEventKind.Success, "", 3, 0, false)]
    [InlineData("open, due", CircuitEventKind.Failure, "", 3, 0, false)]
    [InlineData("open, due", CircuitEventKind.TrialWanted, "half_open", 3, 0, true)]
    [InlineData("open, due", CircuitEventKind.ProbesFailed, "", 3, 0, false)]
    [InlineData("open, due", CircuitEventKind.Reset, "closed", 0, 0, false)]
    [InlineData("open, due", CircuitEventKind.Tick, "", 3, 0, false)]
    [InlineData("half-open", CircuitEventKind.Success, "closed", 0, 0, false)]
    [InlineData("half-open", CircuitEventKind.Failure, "open", 4, 0, false)]
    [InlineData("half-open", CircuitEventKind.TrialWanted, "half_open", 3, 1, true)]
    [InlineData("half-open", CircuitEventKind.ProbesFailed, "open", 3, 0, false)]
    [InlineData("half-open", CircuitEventKind.Reset, "closed", 0, 0, false)]
    [InlineData("half-open", CircuitEventKind.Tick, "", 3, 1, false)]
    [InlineData("half-open, trial", CircuitEventKind.Success, "half_open", 3, 1, false)]
    [InlineData("half-open, trial", CircuitEventKind.Failure, "open", 4, 0, false)]
    [InlineData("half-open, trial", CircuitEventKind.TrialWanted, "", 3, 0, true)]
    [InlineData("half-open, trial", CircuitEventKind.ProbesFailed, "open", 3, 0, false)]
    [InlineData("half-open, trial", CircuitEventKind.Reset, "closed", 0, 0, false)]
    [InlineData("half-open, trial", CircuitEventKind.Tick, "", 3, 0, true)]
    [InlineData("half-open, last trial", CircuitEventKind.Success, "closed", 0, 0, false)]
    [InlineData("half-open, last trial", CircuitEventKind.Failure, "open", 4, 0, false)]
    [InlineData("half-open, last trial", CircuitEventKind.TrialWanted, "", 3, 1, true)]
    [InlineData("half-open, last trial", CircuitEventKind.ProbesFailed, "open", 3, 0, false)]
    [InlineData("half-open, last trial", CircuitEventKind.Reset, "closed", 0, 0, false)]
    [InlineData("half-open, last trial", CircuitEventKind.Tick, "", 3, 1, true)]
    [InlineData("trial overdue", CircuitEventKind.Success, "open", 4, 0, false)]
    [InlineData("trial overdue", CircuitEventKind.Failure, "open", 4, 0, false)]
    [InlineData("trial overdue", CircuitEventKind.TrialWanted, "open", 4, 0, false)]
    [InlineData("trial overdue", CircuitEventKind.ProbesFailed, "open", 4, 0, false)]
    [InlineData("trial overdue", CircuitEventKind.Reset, "open closed", 0, 0, false)]
    [InlineData("trial overdue", CircuitEventKind.Tick, "open", 4, 0, false)]
    [InlineData("trial long overdue", CircuitEventKind.Success, "open", 4, 0, false)]
    [InlineData("trial long overdue", CircuitEventKind.Failure, "open", 4, 0, false)]
    [InlineData("trial long overdue", CircuitEventKind.TrialWanted, "open half_open", 4, 0, true)]
    [InlineData("trial long overdue", CircuitEventKind.ProbesFailed, "open", 4, 0, false)]
    [InlineData("trial long overdue", CircuitEventKind.Reset, "open closed", 0, 0, false)]
    [InlineData("trial long overdue", CircuitEventKind.Tick, "open", 4, 0, false)]
    public void On_StateAndEvent_FollowsTheTable(string state, CircuitEventKind happened, string states, int failures, int successes, bool trial)
    {
        var before = State(state);

        var moves = Breaker.On(new CircuitEvent(happened) { TrialId = happened == CircuitEventKind.TrialWanted ? "new" : null }, before, At(Now));

        var after = moves.Count == 0 ? before : moves[^1].After;
        Assert.Equal(states, string.Join(' ', moves.Select(move => AgentWords.Circuit[move.After.State])));
        Assert.Equal((failures, successes, trial), (after.FailureCount, after.SuccessCount, after.Trial is not null));
        Assert.All(moves, move => Assert.NotEmpty(move.Reason));
        Assert.Equal(after.State == CircuitState.Closed, after.OpenedAt == 0);
    }

    [Fact]
    public void Table_HasEveryStateWithEveryEvent()
    {
        var cells = typeof(CircuitBreakerTests).GetMethod(nameof(On_StateAndEvent_FollowsTheTable))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>()
            .Select(data => data.GetData(null!).Single()).Select(row => ((string)row[0], (CircuitEventKind)row[1])).ToList();

        Assert.Equal(9 * Enum.GetValues<CircuitEventKind>().Length, cells.Distinct().Count());
        Assert.Equal(cells.Count, cells.Distinct().Count());
    }

    [Theory]
    [InlineData(CircuitEventKind.Success)]
    [InlineData(CircuitEventKind.Failure)]
    public void Outcome_OfATrialThatWasTakenBack_ChangesNothing(CircuitEventKind kind)
    {
        foreach (var state in new[] { "closed, failing", "open, waiting", "open, due", "half-open", "half-open, trial" })
        {
            Assert.Empty(Breaker.On(new CircuitEvent(kind) { TrialId = "an earlier one" }, State(state), At(Now)));
        }

        Assert.NotEmpty(Breaker.On(new CircuitEvent(kind) { TrialId = "t" }, State("half-open, trial"), At(Now)));
    }

    [Theory]
    [InlineData(10_001, false)]
    [InlineData(9_999, true)]
    public void Outcome_OfACallThatBeganBeforeTheTrial_ChangesNothing(double latency, bool counts)
    {
        // The trial was handed out 10 s ago.
        foreach (var kind in new[] { CircuitEventKind.Success, CircuitEventKind.Failure })
        {
            Assert.Equal(counts, Breaker.On(new CircuitEvent(kind) { LatencyMs = latency }, State("half-open, trial"), At(Now)).Count > 0);
        }
    }

    [Fact]
    public void Counts_AtTheEnd_StayThere()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions { FailureThreshold = 1_000_000 });
        var full = Circuit.Initial with { State = CircuitState.HalfOpen, FailureCount = int.MaxValue, SuccessCount = int.MaxValue, OpenedAt = 1 };

        Assert.Equal(int.MaxValue, breaker.On(new CircuitEvent(CircuitEventKind.Failure), full, At(Now)).Single().After.FailureCount);
        Assert.Equal(CircuitState.Closed, breaker.On(new CircuitEvent(CircuitEventKind.Success), full, At(Now)).Single().After.State);
    }

    [Fact]
    public void Threshold_LoweredByAReplacement_CountsFromTheNextOutcome()
    {
        var failing = Circuit.Initial with { FailureCount = 7 };

        Assert.Equal(CircuitState.Open, Breaker.On(new CircuitEvent(CircuitEventKind.Failure), failing, At(Now)).Single().After.State);
    }

    [Fact]
    public void ClockSetBack_NoCircuitWaitsForTheFuture()
    {
        var open = State("open, waiting");
        var trial = State("half-open, trial");

        Assert.Equal(CircuitPassage.Trial, Breaker.Passage(open, At(open.OpenedAt - 3_600_000)));
        Assert.True(CircuitBreaker.IsOverdue(trial, At(trial.Trial!.From - 3_600_000)));
        Assert.False(Breaker.IsWaiting(open, At(open.OpenedAt - 3_600_000)));
    }

    [Fact]
    public void Time_KnownWithinBounds_IsTakenForTheLater()
    {
        // Recovery is over only where it is over for sure, a trial overdue only where it is so for sure.
        var open = State("open, waiting") with { OpenedAt = Now - Recovery };
        var trial = State("half-open, trial") with { Trial = new CircuitTrial("t", Now - TrialTime, Now) };

        Assert.Equal(CircuitPassage.None, Breaker.Passage(open, new StorageInstant(Now - 1, Now + 2000)));
        Assert.Equal(CircuitPassage.Trial, Breaker.Passage(open, new StorageInstant(Now, Now + 2000)));
        Assert.False(CircuitBreaker.IsOverdue(trial, new StorageInstant(Now, Now + 2000)));
        Assert.True(CircuitBreaker.IsOverdue(trial, new StorageInstant(Now + 1, Now + 2000)));
    }

    [Fact]
    public void Trial_OverdueOne_FailedAtItsDeadline()
    {
        var overdue = State("trial long overdue");

        var moves = Breaker.On(new CircuitEvent(CircuitEventKind.TrialWanted) { TrialId = "new" }, overdue, At(Now));

        Assert.Equal(overdue.Trial!.Until, moves[0].After.OpenedAt);
        Assert.Equal(new CircuitTrial("new", Now, Now + TrialTime), moves[1].After.Trial);
    }

    private static Circuit State(string name)
    {
        var open = Circuit.Initial with { State = CircuitState.Open, FailureCount = 3, LastFailureAt = Now - 1000, OpenedAt = Now - 1000 };
        var half = open with { State = CircuitState.HalfOpen, OpenedAt = Now - 200_000 };
        var trial = new CircuitTrial("t", Now - 10_000, Now + 20_000);
        return name switch
        {
            "closed" => Circuit.Initial,
            "closed, failing" => Circuit.Initial with { FailureCount = 2, LastFailureAt = Now - 1000 },
            "open, waiting" => open,
            "open, due" => open with { OpenedAt = Now - Recovery },
            "half-open" => half with { SuccessCount = 1 },
            "half-open, trial" => half with { Trial = trial },
            "half-open, last trial" => half with { SuccessCount = 1, Trial = trial },
            "trial overdue" => half with { Trial = new CircuitTrial("t", Now - 30_001, Now - 1) },
            "trial long overdue" => half with { Trial = new CircuitTrial("t", Now - 90_000, Now - Recovery) },
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    private static StorageInstant At(long now) => new(now, now);
}
