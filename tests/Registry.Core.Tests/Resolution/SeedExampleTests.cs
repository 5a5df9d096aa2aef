using Registry.Core.Discovery;
using Registry.Core.Resolution;
using Registry.Core.Resolution.Circuits;

namespace Registry.Core.Tests.Resolution;

/// <summary>The provider registry's own example, on two instances that count together.</summary>
public sealed class SeedExampleTests
{
    private static readonly ResolveQuery Speak = new() { Type = "communication", Handler = "SpeakHandler" };

    private readonly ResolveBed _bed = new();

    [Fact]
    public void Circuit_OnTwoInstances_OpensTriesAndCloses() => _bed.Run(async () =>
    {
        var discord = ResolveBed.Provider("communication") with { Handler = "SpeakHandler", Priority = 1 };
        var cli = ResolveBed.Provider("communication") with { Handler = "SpeakHandler" };
        await _bed.RegisterAsync("cli", cli);
        await _bed.RegisterAsync("discord", discord);
        Assert.Equal("discord", await _bed.ResolveIdAsync(Speak));
        Assert.Equal("discord", await _bed.ResolveIdAsync(Speak, _bed.Second));

        // Both count: two failures here and one there are the three that open it.
        await _bed.FailAsync("discord", 2);
        Assert.Equal(2, (await _bed.FindAsync("discord", _bed.Second)).Circuit.FailureCount);
        await _bed.FailAsync("discord", 1, _bed.Second);
        await AgreeAsync(CircuitState.Open);
        Assert.Equal("cli", await _bed.ResolveIdAsync(Speak));
        Assert.Equal("cli", await _bed.ResolveIdAsync(Speak, _bed.Second));

        _bed.Time.Advance(TimeSpan.FromSeconds(61));
        var trial = await _bed.ResolveAsync(Speak, _bed.Second);
        Assert.Equal("discord", trial.View.Agent.Id);
        Assert.NotNull(trial.Trial);
        await AgreeAsync(CircuitState.HalfOpen);
        Assert.Equal("cli", await _bed.ResolveIdAsync(Speak));
        Assert.Equal("cli", await _bed.ResolveIdAsync(Speak, _bed.Second));

        await _bed.ReportAsync("discord", new CallOutcome(true, TrialId: trial.Trial!.Id));
        await AgreeAsync(CircuitState.HalfOpen);
        var second = await _bed.ResolveAsync(Speak);
        Assert.Equal("discord", second.View.Agent.Id);
        await _bed.ReportAsync("discord", new CallOutcome(true, TrialId: second.Trial!.Id), _bed.Second);
        await AgreeAsync(CircuitState.Closed);

        Assert.Null((await _bed.ResolveAsync(Speak)).Trial);
        Assert.Equal(
            ["closed open: 3 calls failed in a row: boom", "open half_open: the recovery time-out is over: a trial", "half_open closed: 2 trials succeeded"],
            await _bed.TransitionsAsync("discord"));
    });

    /// <summary>Within MaxStaleness, by a plain read.</summary>
    private async Task AgreeAsync(CircuitState state)
    {
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        foreach (var registry in new[] { _bed.First, _bed.Second })
        {
            Assert.True((await registry.GetAsync("discord", Freshness.Bounded, CancellationToken.None)).Is(out var read, out _));
            Assert.Equal(state, read.View.Agent.Circuit.State);
        }
    }
}
