using Registry.Core.Agents;
using Registry.Core.Health;
using Registry.Core.Health.Probing;
using Registry.Core.Resolution;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Tests.Resolution;

public sealed class OutcomeTests
{
    private static readonly CallOutcome Success = new(true, LatencyMs: 5);
    private static readonly CallOutcome Failure = new(false);

    private readonly ResolveBed _bed = new();

    [Fact]
    public void Failures_OfAnOpenCircuit_WriteNothing() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider());
        await _bed.FailAsync("a", 3);
        var revision = (await _bed.FindAsync("a")).Revision;
        var before = _bed.Counters.Snapshot.Total;

        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal(CircuitState.Open, (await _bed.ReportAsync("a", Failure)).State);
        }

        Assert.Equal(before, _bed.Counters.Snapshot.Total);

        // Over its recovery an outcome might be that of another instance's trial: storage is asked, and still nothing written.
        _bed.Time.Advance(TimeSpan.FromSeconds(61));
        await _bed.ReportAsync("a", Failure);
        Assert.Equal(revision, (await _bed.FindAsync("a")).Revision);
    });

    [Fact]
    public void Successes_OfAClosedCircuit_AskNoStorage() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider());
        await _bed.FindAsync("a");
        var before = _bed.Counters.Snapshot.Total;

        for (var i = 0; i < 1000; i++)
        {
            await _bed.ReportAsync("a", Success);
        }

        Assert.Equal(before, _bed.Counters.Snapshot.Total);
    });

    [Fact]
    public void Outcomes_ThatComeAndGo_AreWrittenAtABoundedPace() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider());
        var registered = (await _bed.FindAsync("a")).Revision;
        var started = _bed.Time.GetTimestamp();

        for (var i = 0; i < 500; i++)
        {
            await Task.WhenAll(_bed.ReportAsync("a", Failure), _bed.ReportAsync("a", Failure), _bed.ReportAsync("a", Success));
        }

        var seconds = _bed.Time.GetElapsedTime(started).TotalSeconds;
        var agent = await _bed.FindAsync("a");
        Assert.InRange(agent.Revision - registered, 20, 20 + (2 * seconds) + 2);
        Assert.Equal((CircuitState.Closed, 0), (agent.Circuit.State, agent.Circuit.FailureCount));
    });

    [Fact]
    public void Failures_AtOnce_AreCountedEachAndWrittenTogether() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider() with { CircuitBreaker = new CircuitBreakerOptions { FailureThreshold = 1000 } });
        var registered = (await _bed.FindAsync("a")).Revision;

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => _bed.ReportAsync("a", Failure, i % 2 == 0 ? _bed.First : _bed.Second)));

        var agent = await _bed.FindAsync("a");
        Assert.Equal(500, agent.Circuit.FailureCount);
        Assert.InRange(agent.Revision - registered, 1, 40);
    });

    [Fact]
    public void Outcome_Reported_RenewsNoLeaseAndTakesNoneOfTheOwnersChanges() => _bed.Run(async () =>
    {
        var agent = await _bed.RegisterAsync("a", ResolveBed.Provider() with { TtlMs = 60_000 });
        _bed.Time.Advance(TimeSpan.FromSeconds(5));
        await _bed.FailAsync("a", 2);
        for (var i = 0; i < 20; i++)
        {
            await _bed.ReportAsync("a", i % 2 == 0 ? Success : Failure);
        }

        Assert.Equal(agent.Seen, (await _bed.FindAsync("a")).Seen);
        for (var i = 0; i < 20; i++)
        {
            await _bed.RegisterAsync("a", ResolveBed.Provider() with { Description = $"{i}" });
        }
    });

    [Fact]
    public void Replacement_Keeps_TheCircuit() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider());
        await _bed.FailAsync("a", 3);
        var circuit = (await _bed.FindAsync("a")).Circuit;

        Assert.Equal(circuit, (await _bed.RegisterAsync("a", ResolveBed.Provider() with { Version = "2" })).Circuit);
        await _bed.UnregisterAsync("a");
        Assert.Equal(Circuit.Initial, (await _bed.RegisterAsync("a", ResolveBed.Provider())).Circuit);
    });

    [Fact]
    public void Circuit_AfterAColdStart_IsAsItWas() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider());
        await _bed.FailAsync("a", 3);
        _bed.Time.Advance(TimeSpan.FromSeconds(61));
        await _bed.ResolveAsync(new ResolveQuery { Type = "llm" });
        var circuit = (await _bed.FindAsync("a")).Circuit;

        Assert.NotNull(circuit.Trial);
        Assert.Equal(circuit, (await _bed.FindAsync("a", _bed.NewRegistry())).Circuit);
    });

    [Fact]
    public void Outcome_OfNobody_IsNotFound() => _bed.Run(async () =>
    {
        var outcome = await _bed.First.Resolution.ReportAsync("nobody", Success, ResolveBed.User, CancellationToken.None);

        Assert.False(outcome.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.NotFound, refusal!.Code);
    });

    [Fact]
    public void Reset_ClosesAndForgets() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider());
        await _bed.RegisterAsync("b", ResolveBed.Provider());
        await _bed.RegisterAsync("c", ResolveBed.Provider());
        await _bed.FailAsync("a", 3);
        await _bed.FailAsync("b", 1);
        var resolution = _bed.First.Resolution;

        Assert.True((await resolution.ResetAsync("c", ResolveBed.Operator, CancellationToken.None)).Is(out var reset, out _) && !reset);
        Assert.True((await resolution.ResetAllAsync(ResolveBed.Operator, CancellationToken.None)).Is(out var count, out _));
        Assert.Equal(2, count);
        Assert.Equal(CircuitState.Closed, (await _bed.FindAsync("a")).Circuit.State);
        Assert.Equal(0, (await _bed.FindAsync("b")).Circuit.FailureCount);
        Assert.True((await resolution.ResetAllAsync(ResolveBed.Operator, CancellationToken.None)).Is(out count, out _) && count == 0);
    });

    [Fact]
    public void Probes_ThatDecideItFails_OpenTheCircuitInTheSameCommit() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider() with
        {
            Endpoint = "http://a.example.com",
            HealthCheck = new HealthCheck { Kind = HealthCheckKind.Http, FailureThreshold = 3 },
        });
        _bed.Prober.Says(new ProbeObservation { StatusCode = 503 });
        for (var i = 0; i < 2; i++)
        {
            await _bed.First.ProbeAsync("a", ResolveBed.Operator, CancellationToken.None);
            Assert.Equal(Circuit.Initial, (await _bed.FindAsync("a")).Circuit);
        }

        await _bed.First.ProbeAsync("a", ResolveBed.Operator, CancellationToken.None);

        var agent = await _bed.FindAsync("a");
        Assert.Equal((HealthStatus.Unhealthy, CircuitState.Open), (agent.Status, agent.Circuit.State));
        var changes = await ChangesAsync("a");
        Assert.Equal([ChangeTypes.Registered, ChangeTypes.StatusChanged, ChangeTypes.CircuitChanged], changes.Select(change => change.Type));
        Assert.Equal(changes[1].Mutation, changes[2].Mutation);
    });

    [Fact]
    public void LeastLatency_UntriedFirst_ThenTheFastest() => _bed.Run(async () =>
    {
        var pool = ResolveBed.Provider() with { Strategy = ResolutionStrategy.LeastLatency };
        var query = new ResolveQuery { Type = "llm" };
        foreach (var id in new[] { "a", "b", "c" })
        {
            await _bed.RegisterAsync(id, pool);
        }

        Assert.Equal(["a", "b", "c"], new[] { await _bed.ResolveIdAsync(query), await _bed.ResolveIdAsync(query), await _bed.ResolveIdAsync(query) }.Order());
        await _bed.ReportAsync("a", new CallOutcome(true, LatencyMs: 100));
        await _bed.ReportAsync("b", new CallOutcome(true, LatencyMs: 50));
        Assert.Equal("c", await _bed.ResolveIdAsync(query));
        await _bed.ReportAsync("c", new CallOutcome(true, LatencyMs: 60));
        Assert.Equal("b", await _bed.ResolveIdAsync(query));

        // 0.2 × 120 + 0.8 × 50 = 64, above c; failing fast is no speed.
        await _bed.ReportAsync("b", new CallOutcome(true, LatencyMs: 120));
        await _bed.ReportAsync("a", new CallOutcome(false, LatencyMs: 1));
        Assert.Equal("c", await _bed.ResolveIdAsync(query));
        await _bed.ReportAsync("c", new CallOutcome(true, LatencyMs: 79));
        await _bed.ReportAsync("c", new CallOutcome(true, LatencyMs: 90));
        Assert.Equal("b", await _bed.ResolveIdAsync(query));
    });

    private async Task<List<(string Type, string Mutation)>> ChangesAsync(string id)
    {
        var changes = new List<(string Type, string Mutation)>();
        for (var shard = 0; shard < 4; shard++)
        {
            var page = await _bed.Table.QueryAsync(TableRange.Prefix($"s{shard}", RowKeys.ChangePrefix), null, CancellationToken.None);
            changes.AddRange(page.Value!.Entities.Where(row => row.Text(Columns.Entity) == id).Select(row => (row.Text(Columns.Change), row.Text(Columns.Mutation))));
        }

        return changes;
    }
}
