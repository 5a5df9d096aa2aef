using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Core.Resolution;
using Registry.Core.Resolution.Circuits;

namespace Registry.Core.Tests.Resolution;

public sealed class ResolveTests
{
    private static readonly ResolveQuery Llm = new() { Type = "LLM" };

    private readonly ResolveBed _bed = new();

    [Fact]
    public void Resolve_HandlerFirst_ThenGlobal_ThenNobody() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("global", ResolveBed.Provider() with { Priority = 0 });
        await _bed.RegisterAsync("own", ResolveBed.Provider() with { Priority = 9, Handler = "H" });
        var forH = Llm with { Handler = "H" };

        Assert.Equal(("own", false), await WhoAsync(forH));
        Assert.Equal(("global", true), await WhoAsync(Llm));
        Assert.Equal(("global", true), await WhoAsync(Llm with { Handler = "*" }));
        Assert.Equal(("global", true), await WhoAsync(Llm with { Handler = "Other" }));
        await _bed.NobodyAsync(Llm with { Handler = "Other", FallbackToGlobal = false });
        await _bed.FailAsync("own", 3);
        Assert.Equal(("global", true), await WhoAsync(forH));
        await _bed.NobodyAsync(forH with { FallbackToGlobal = false });
    });

    [Fact]
    public void Resolve_Capabilities_AllOfThem() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.WithCapabilities(ResolveBed.Provider() with { Priority = 0 }, "one"));
        await _bed.RegisterAsync("b", ResolveBed.WithCapabilities(ResolveBed.Provider(), "one", "two"));

        Assert.Equal("a", await _bed.ResolveIdAsync(Llm with { Capabilities = [new CapabilityFilter("one", null)] }));
        Assert.Equal("b", await _bed.ResolveIdAsync(Llm with { Capabilities = [new CapabilityFilter("one", null), new CapabilityFilter("two", null)] }));
        await _bed.NobodyAsync(Llm with { Capabilities = [new CapabilityFilter("three", null)] });
    });

    [Fact]
    public void Resolve_Groups_InOrderWhateverThePriority() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("late", ResolveBed.Provider() with { PriorityGroup = 1, Priority = 0 });
        await _bed.RegisterAsync("fallback", ResolveBed.Provider() with { Priority = 9 });
        await _bed.RegisterAsync("first", ResolveBed.Provider() with { PriorityGroup = -1, Priority = 9 });

        Assert.Equal("first", await _bed.ResolveIdAsync(Llm));
        Assert.Equal("fallback", await _bed.ResolveIdAsync(Llm with { Exclude = new HashSet<string> { "first" } }));
        Assert.Equal("late", await _bed.ResolveIdAsync(Llm with { Exclude = new HashSet<string> { "first", "fallback" } }));
        Assert.Equal(["fallback", "late"], (await _bed.ResolveAsync(Llm)).Alternatives.Select(view => view.Agent.Id));
    });

    [Fact]
    public void Resolve_EqualPriority_RegisteredFirst() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("z", ResolveBed.Provider());
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        await _bed.RegisterAsync("a", ResolveBed.Provider());

        Assert.Equal("z", await _bed.ResolveIdAsync(Llm));
        Assert.Equal("z", await _bed.ResolveIdAsync(Llm, _bed.Second));
    });

    [Fact]
    public void Resolve_Degraded_OnlyWhenNothingIsHealthy() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("degraded", ResolveBed.Provider() with { Priority = 0, Status = HealthStatus.Degraded });
        await _bed.RegisterAsync("unhealthy", ResolveBed.Provider() with { Priority = 0, Status = HealthStatus.Unhealthy });
        await _bed.RegisterAsync("healthy", ResolveBed.Provider() with { PriorityGroup = 5 });
        var resolved = await _bed.ResolveAsync(Llm);
        Assert.Equal("healthy", resolved.View.Agent.Id);
        Assert.Equal(["degraded"], resolved.Alternatives.Select(view => view.Agent.Id));

        await _bed.UnregisterAsync("healthy");
        resolved = await _bed.ResolveAsync(Llm);
        Assert.Equal("degraded", resolved.View.Agent.Id);
        Assert.Contains("degraded", resolved.Reason, StringComparison.Ordinal);

        await _bed.UnregisterAsync("degraded");
        Assert.Equal([("unhealthy", CandidateReason.Status)], (await _bed.NobodyAsync(Llm)).Select(candidate => (candidate.Agent.Id, candidate.Reason)));
    });

    [Fact]
    public void Explain_EveryCandidate_SaysWhy() => _bed.Run(async () =>
    {
        var plain = ResolveBed.WithCapabilities(ResolveBed.Provider(), "c");
        await _bed.RegisterAsync("a-excluded", plain);
        await _bed.RegisterAsync("b-incapable", ResolveBed.Provider());
        await _bed.RegisterAsync("c-inactive", plain with { Lifecycle = Lifecycle.Registered });
        await _bed.RegisterAsync("d-sick", plain with { Status = HealthStatus.Unhealthy });
        await _bed.RegisterAsync("e-open", plain);
        await _bed.FailAsync("e-open", 3);
        await _bed.RegisterAsync("f-taken", plain);
        await _bed.RegisterAsync("g-second", plain);
        await _bed.RegisterAsync("h-degraded", plain with { Status = HealthStatus.Degraded });
        await _bed.RegisterAsync("i-other", plain with { Handler = "Other" });

        var query = Llm with { Capabilities = [new CapabilityFilter("c", null)], Exclude = new HashSet<string> { "a-excluded" }, Explain = true };
        var resolved = await _bed.ResolveAsync(query);

        Assert.Equal(
            [
                ("a-excluded", false, CandidateReason.Excluded), ("b-incapable", false, CandidateReason.Capability), ("c-inactive", false, CandidateReason.Lifecycle),
                ("d-sick", false, CandidateReason.Status), ("e-open", false, CandidateReason.Circuit), ("f-taken", true, CandidateReason.Usable),
                ("g-second", false, CandidateReason.Usable), ("h-degraded", false, CandidateReason.Status),
            ],
            resolved.Candidates!.Select(candidate => (candidate.Agent.Id, candidate.Taken, candidate.Reason)).OrderBy(candidate => candidate.Id, StringComparer.Ordinal));
        Assert.Null((await _bed.ResolveAsync(query with { Explain = false })).Candidates);
    });

    [Fact]
    public void Resolve_HeadOrExplain_TakesNoTrial() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("only", ResolveBed.Provider());
        await _bed.FailAsync("only", 3);
        await _bed.NobodyAsync(Llm);
        _bed.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("only", await _bed.ResolveIdAsync(Llm with { Peek = true }));
        Assert.Equal(CandidateReason.Circuit, Assert.Single(await _bed.NobodyAsync(Llm with { Explain = true })).Reason);
        Assert.Equal(CircuitState.Open, (await _bed.FindAsync("only")).Circuit.State);
        Assert.NotNull((await _bed.ResolveAsync(Llm)).Trial);
        await _bed.NobodyAsync(Llm);
    });

    [Fact]
    public void Trial_AskedForByManyOnTwoInstances_OneGetsIt() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("only", ResolveBed.Provider());
        await _bed.FailAsync("only", 3);
        for (var round = 0; round < 5; round++)
        {
            _bed.Time.Advance(TimeSpan.FromSeconds(61));
            await _bed.FindAsync("only", _bed.Second);

            var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => _bed.TryResolveAsync(Llm, i % 2 == 0 ? _bed.First : _bed.Second, Freshness.Bounded)));

            var won = outcomes.Where(outcome => outcome.Is(out _, out _)).ToList();
            Assert.True(Assert.Single(won).Is(out var resolved, out _) && resolved.Trial is not null);
            await _bed.ReportAsync("only", new CallOutcome(false));
        }
    });

    [Fact]
    public void Trial_WithoutAnOutcome_IsAFailureAndComesAgain() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("only", ResolveBed.Provider());
        await _bed.FailAsync("only", 3);
        _bed.Time.Advance(TimeSpan.FromSeconds(61));
        var lost = (await _bed.ResolveAsync(Llm)).Trial!;

        _bed.Time.Advance(TimeSpan.FromSeconds(32));
        await _bed.NobodyAsync(Llm, _bed.Second);
        await ProbeSweepAsync();
        Assert.Equal((CircuitState.Open, 4), ((await _bed.FindAsync("only")).Circuit.State, (await _bed.FindAsync("only")).Circuit.FailureCount));

        _bed.Time.Advance(TimeSpan.FromSeconds(61));
        var trial = (await _bed.ResolveAsync(Llm, _bed.Second)).Trial!;
        Assert.NotEqual(lost.Id, trial.Id);

        // What comes of the first one now is not the second one's outcome.
        await _bed.ReportAsync("only", new CallOutcome(false, TrialId: lost.Id));
        Assert.Equal(trial, (await _bed.FindAsync("only")).Circuit.Trial);
        Assert.Equal(1, (await _bed.ReportAsync("only", new CallOutcome(true, TrialId: trial.Id))).SuccessCount);
    });

    [Fact]
    public void Resolve_TypeNobodyHas_HasNoCandidates() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider());

        Assert.Empty(await _bed.NobodyAsync(new ResolveQuery { Type = "oracle" }));
    });

    [Fact]
    public void Resolve_RegisteredElsewhereJustNow_IsFoundInsteadOfA404() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("first", ResolveBed.Provider());
        await _bed.FindAsync("first", _bed.Second);
        await _bed.RegisterAsync("oracle", ResolveBed.Provider("oracle"));

        var outcome = await _bed.TryResolveAsync(new ResolveQuery { Type = "oracle" }, _bed.Second, Freshness.Bounded);

        Assert.True(outcome.Is(out var resolved, out _) && resolved.View.Agent.Id == "oracle");
    });

    [Fact]
    public void Resolve_AfterEveryKindOfChange_AnswersFromTheNewState() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider() with { Priority = 0 });
        await _bed.RegisterAsync("b", ResolveBed.Provider() with { Priority = 1 });
        Assert.Equal("a", await _bed.ResolveIdAsync(Llm));

        await _bed.RegisterAsync("a", ResolveBed.Provider() with { Priority = 3 });
        Assert.Equal("b", await _bed.ResolveIdAsync(Llm));
        await _bed.RegisterAsync("b", ResolveBed.Provider("other") with { Priority = 1 });
        Assert.Equal("a", await _bed.ResolveIdAsync(Llm));
        Assert.Equal("b", await _bed.ResolveIdAsync(Llm with { Type = "other" }));
        await _bed.UnregisterAsync("a");
        await _bed.NobodyAsync(Llm);
        await _bed.RegisterAsync("a", ResolveBed.Provider());
        Assert.Equal("a", await _bed.ResolveIdAsync(Llm));
        await _bed.RegisterAsync("a", ResolveBed.Provider() with { Status = HealthStatus.Unhealthy });
        await _bed.NobodyAsync(Llm);
    });

    [Fact]
    public void Resolve_TypesThatComeAndGo_AreAnsweredFromTheNewState() => _bed.Run(async () =>
    {
        for (var round = 0; round < 20; round++)
        {
            var type = $"type-{round}";
            await _bed.RegisterAsync("a", ResolveBed.Provider(type));
            await _bed.RegisterAsync("b", ResolveBed.Provider(type.ToUpperInvariant()));
            Assert.Equal("a", await _bed.ResolveIdAsync(new ResolveQuery { Type = type }));
            await _bed.UnregisterAsync("a");
            Assert.Equal("b", await _bed.ResolveIdAsync(new ResolveQuery { Type = type }));
            await _bed.UnregisterAsync("b");
            await _bed.NobodyAsync(new ResolveQuery { Type = type });
        }
    });

    [Fact]
    public void Resolve_FromMemory_ReadsNoStorage() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider());
        await _bed.ResolveAsync(Llm);
        var before = _bed.Counters.Snapshot.Total;

        for (var i = 0; i < 1000; i++)
        {
            await _bed.TryResolveAsync(Llm, freshness: Freshness.Bounded);
        }

        Assert.Equal(before, _bed.Counters.Snapshot.Total);
    });

    [Fact]
    public void Resolve_RequireDependencies_LooksAtEveryDepth() => _bed.Run(async () =>
    {
        var required = Llm with { RequireDependencies = true };
        await _bed.RegisterAsync("a", ResolveBed.Provider() with { Priority = 0 });
        await _bed.RegisterAsync("b", ResolveBed.Provider());
        await _bed.RegisterAsync("cache", ResolveBed.Provider("cache"));
        await DependAsync("a", "cache");
        await DependAsync("cache", "db");
        Assert.Equal("a", await _bed.ResolveIdAsync(Llm));
        Assert.Equal("b", await _bed.ResolveIdAsync(required));

        await _bed.RegisterAsync("db", ResolveBed.Provider("database"));
        Assert.Equal("a", await _bed.ResolveIdAsync(required));
        await _bed.First.SetStatusAsync("db", HealthStatus.Degraded, ResolveBed.Owner, CancellationToken.None);
        Assert.Equal("a", await _bed.ResolveIdAsync(required));
        await _bed.First.SetStatusAsync("db", HealthStatus.Unhealthy, ResolveBed.Owner, CancellationToken.None);
        Assert.Equal(("b", CandidateReason.Dependencies), await WhyAsync(required));
        await _bed.First.SetStatusAsync("db", HealthStatus.Healthy, ResolveBed.Owner, CancellationToken.None);
        await _bed.FailAsync("db", 3);
        Assert.Equal(("b", CandidateReason.Dependencies), await WhyAsync(required));
        await _bed.First.Resolution.ResetAllAsync(ResolveBed.Operator, CancellationToken.None);
        Assert.Equal("a", await _bed.ResolveIdAsync(required));
        await _bed.First.Graph.Lifecycle.DeactivateAsync("db", cascade: false, force: true, ResolveBed.Owner, CancellationToken.None);
        Assert.Equal(("b", CandidateReason.Dependencies), await WhyAsync(required));
    });

    [Fact]
    public void Resolve_Deactivated_IsLeftOnEveryInstance() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider());
        Assert.Equal("a", await _bed.ResolveIdAsync(Llm, _bed.Second));
        await _bed.First.Graph.Lifecycle.DeactivateAsync("a", cascade: false, force: false, ResolveBed.Owner, CancellationToken.None);

        Assert.Equal(CandidateReason.Lifecycle, Assert.Single(await _bed.NobodyAsync(Llm)).Reason);
        Assert.Equal(CandidateReason.Lifecycle, Assert.Single(await _bed.NobodyAsync(Llm, _bed.Second)).Reason);
    });

    [Fact]
    public void Resolve_HandedOut_IsCountedAsItsUseAndAPeekIsNot() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ResolveBed.Provider());
        await _bed.RegisterAsync("b", ResolveBed.Provider("other"));
        var taken = (await _bed.ResolveAsync(Llm)).View.Agent;
        await _bed.ResolveAsync(Llm with { Peek = true });
        var other = (await _bed.ResolveAsync(new ResolveQuery { Type = "other", Peek = true })).View.Agent;

        Assert.Equal(["a"], new[] { taken, other }.Where(agent => _bed.First.Usage.Of(agent).Count > 0).Select(agent => agent.Id));
        Assert.Equal(1, _bed.First.Usage.Of(taken).Count);
    });

    private async Task<(string Id, bool IsGlobal)> WhoAsync(ResolveQuery query)
    {
        var resolved = await _bed.ResolveAsync(query);
        return (resolved.View.Agent.Id, resolved.IsGlobal);
    }

    /// <summary>Who it is, and why the first candidate was left.</summary>
    private async Task<(string Id, CandidateReason First)> WhyAsync(ResolveQuery query)
    {
        var resolved = await _bed.ResolveAsync(query with { Explain = true });
        return (resolved.View.Agent.Id, resolved.Candidates![0].Reason);
    }

    private async Task DependAsync(string id, string other) =>
        Assert.True((await _bed.First.Graph.Dependencies.AddAsync(id, other, ResolveBed.Owner, CancellationToken.None)).Is(out _, out var refusal), refusal?.Detail);

    private async Task ProbeSweepAsync() => Assert.True((await _bed.First.SweepAsync(TimeSpan.Zero, CancellationToken.None)).Is(out _, out _));
}
