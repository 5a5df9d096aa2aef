using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Core.Resolution;
using Registry.Core.Resolution.Circuits;

namespace Registry.Core.Tests.Resolution;

public sealed class ReadinessTests
{
    private static readonly string[] Types = ["llm", "memory"];
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    private readonly ResolveBed _bed = new();

    [Fact]
    public void Ready_NotAllThere_SaysWhatIsMissing() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("l", ResolveBed.Provider());

        var readiness = await DoneAsync(WaitAsync(_bed.First, TimeSpan.Zero));

        Assert.False(readiness.IsReady);
        Assert.Equal([new KeyValuePair<string, string>("llm", "l")], readiness.Available);
        Assert.Equal(["memory"], readiness.Missing);
    });

    [Fact]
    public void Ready_LastTypeRegistersHere_AnswersAtOnce() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("l", ResolveBed.Provider());
        var waiting = WaitAsync(_bed.First, Minute);
        await PassAsync(10);
        Assert.False(waiting.IsCompleted);

        await _bed.RegisterAsync("m", ResolveBed.Provider("memory"));
        var now = _bed.Time.GetTimestamp();
        var readiness = await DoneAsync(waiting);

        Assert.True(readiness.IsReady);
        Assert.Equal(TimeSpan.Zero, _bed.Time.GetElapsedTime(now));
    });

    [Theory]
    [InlineData("status")]
    [InlineData("replaced")]
    [InlineData("reset")]
    [InlineData("activated")]
    public void Ready_LastOneBecomesUsable_Answers(string how) => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("l", ResolveBed.Provider());
        await _bed.RegisterAsync("m", ResolveBed.Provider(how == "replaced" ? "other" : "memory") with { Status = how == "status" ? HealthStatus.Unhealthy : HealthStatus.Healthy });
        await _bed.FailAsync("m", how == "reset" ? 3 : 0);
        if (how == "activated")
        {
            await _bed.First.Graph.Lifecycle.DeactivateAsync("m", cascade: false, force: false, ResolveBed.Owner, CancellationToken.None);
        }

        var waiting = WaitAsync(_bed.First, Minute);
        await PassAsync(10);
        Assert.False(waiting.IsCompleted);

        if (how == "status")
        {
            await _bed.First.SetStatusAsync("m", HealthStatus.Healthy, ResolveBed.Owner, CancellationToken.None);
        }
        else if (how == "activated")
        {
            await _bed.First.Graph.Lifecycle.ActivateAsync("m", cascade: false, ResolveBed.Owner, CancellationToken.None);
        }
        else if (how == "reset")
        {
            await _bed.First.Resolution.ResetAsync("m", ResolveBed.Operator, CancellationToken.None);
        }
        else
        {
            await _bed.RegisterAsync("m", ResolveBed.Provider("memory"));
        }

        Assert.True((await DoneAsync(waiting)).IsReady);
    });

    [Fact]
    public void Ready_RecoveryIsOver_AnswersThoughNothingChanged() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("l", ResolveBed.Provider());
        await _bed.RegisterAsync("m", ResolveBed.Provider("memory"));
        await _bed.FailAsync("m", 3);
        _bed.Time.Advance(TimeSpan.FromSeconds(20));
        var started = _bed.Time.GetTimestamp();

        Assert.True((await DoneAsync(WaitAsync(_bed.First, Minute))).IsReady);
        Assert.InRange(_bed.Time.GetElapsedTime(started).TotalSeconds, 38, 43);
        Assert.Equal(CircuitState.Open, (await _bed.FindAsync("m")).Circuit.State);
    });

    [Fact]
    public void Ready_LastTypeRegistersElsewhere_IsHeardOfWithoutAPollEach() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("l", ResolveBed.Provider());
        var waiting = Enumerable.Range(0, 100).Select(_ => WaitAsync(_bed.Second, Minute)).ToList();
        await PassAsync(5);
        var before = _bed.Counters.Snapshot.Total;
        await PassAsync(10);
        var reads = _bed.Counters.Snapshot.Total - before;

        await _bed.RegisterAsync("m", ResolveBed.Provider("memory"));
        var now = _bed.Time.GetTimestamp();
        foreach (var one in waiting)
        {
            Assert.True((await DoneAsync(one)).IsReady);
        }

        // Half of MaxStaleness, for all together.
        Assert.InRange(_bed.Time.GetElapsedTime(now).TotalMilliseconds, 0, 600);
        Assert.InRange(reads, 0, 10 * 2 * 7);
    });

    [Fact]
    public void Ready_TimeIsUp_SaysWhatIsMissing() => _bed.Run(async () =>
    {
        var started = _bed.Time.GetTimestamp();

        var readiness = await DoneAsync(WaitAsync(_bed.First, TimeSpan.FromSeconds(3)));

        Assert.Equal(Types, readiness.Missing);
        Assert.Equal(3, _bed.Time.GetElapsedTime(started).TotalSeconds, 0.1);
    });

    private static Task<Outcome<Readiness>> WaitAsync(AgentRegistry registry, TimeSpan wait) =>
        registry.Resolution.WaitReadyAsync(Types, wait, Freshness.Bounded, CancellationToken.None, CancellationToken.None);

    private static async Task<Readiness> DoneAsync(Task<Outcome<Readiness>> waiting)
    {
        Assert.True((await waiting).Is(out var readiness, out var refusal), refusal?.Detail);
        return readiness;
    }

    /// <summary>On the simulated clock: nobody waits for real.</summary>
    private Task PassAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), _bed.Time);
}
