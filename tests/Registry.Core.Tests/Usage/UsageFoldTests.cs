using Registry.Core.Agents;
using Registry.Core.Tests.Storage;
using Registry.Core.Usage;

namespace Registry.Core.Tests.Usage;

/// <summary>What processes counted that are gone is added up, each of it once.</summary>
public sealed class UsageFoldTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(11);
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(5);

    private readonly UsageBed _bed = new();

    [Fact]
    public void Fold_OfTwoThatAreGone_LeavesTheSumAlone() => _bed.Run(async () =>
    {
        var agent = await CountedAsync(3, 4);
        var sweeper = _bed.NewProcess();

        await UsageBed.FoldAsync(sweeper);

        Assert.Equal(["v_us_sum_0000"], await _bed.RowKeysAsync());
        Assert.Equal(7, sweeper.Of(agent).Count);
        Assert.Equal(7, await _bed.CountAsync(agent));
    });

    [Fact]
    public void Fold_AgainAndAgain_AddsToTheSum() => _bed.Run(async () =>
    {
        var agent = await CountedAsync(3);
        await UsageBed.FoldAsync(_bed.NewProcess());
        await UsageBed.FoldAsync(_bed.NewProcess());
        await CountedAsync(5);
        await UsageBed.FoldAsync(_bed.NewProcess());
        await UsageBed.FoldAsync(_bed.NewProcess());

        Assert.Equal(8, await _bed.CountAsync(agent));
        Assert.Equal(["v_us_sum_0000"], await _bed.RowKeysAsync());
    });

    [Fact]
    public void Fold_OfOneThatIsAlive_LeavesItAlone() => _bed.Run(async () =>
    {
        var agent = _bed.Agent(0, 10);
        UsageBed.Access(await FlushedAsync(agent, 3), agent, 0);
        _bed.Time.Advance(Short);

        await UsageBed.FoldAsync(_bed.NewProcess());

        Assert.DoesNotContain("v_us_sum_0000", await _bed.RowKeysAsync());
    });

    [Theory]
    [InlineData(SubmitFate.Lost)]
    [InlineData(SubmitFate.AnswerLost)]
    [InlineData(SubmitFate.Late)]
    internal void Fold_AnswerLost_TriedAgainCountsOnce(SubmitFate fate) => _bed.Run(async () =>
    {
        var agent = await CountedAsync(3, 4);
        _bed.Table.Fates.Enqueue(fate);
        await UsageBed.FoldAsync(_bed.NewProcess());
        Assert.Equal(7, await _bed.CountAsync(agent));

        await UsageBed.FoldAsync(_bed.NewProcess());
        await _bed.Table.LandAsync();
        await UsageBed.FoldAsync(_bed.NewProcess());

        Assert.Equal(7, await _bed.CountAsync(agent));
        Assert.Equal(["v_us_sum_0000"], await _bed.RowKeysAsync());
    });

    [Fact]
    public void Fold_ByTwoAtOnce_CountsOnce() => _bed.Run(async () =>
    {
        var agent = await CountedAsync(3, 4);
        var (first, second) = (_bed.NewProcess(), _bed.NewProcess());

        await Task.WhenAll(UsageBed.FoldAsync(first), UsageBed.FoldAsync(second));
        await UsageBed.FoldAsync(first);
        await UsageBed.FoldAsync(second);

        Assert.Equal(7, await _bed.CountAsync(agent));
        Assert.Equal((7, 7), (first.Of(agent).Count, second.Of(agent).Count));
    });

    [Fact]
    public void Fold_OfAnIdleProcess_ThatThenGoesOn_CountsOnce() => _bed.Run(async () =>
    {
        var agent = _bed.Agent(0, 10);
        var idle = await FlushedAsync(agent, 3);
        _bed.Time.Advance(Long);
        await UsageBed.FoldAsync(_bed.NewProcess());

        UsageBed.Access(idle, agent, 2);
        Assert.True(await idle.FlushAsync());

        Assert.Equal(5, await _bed.CountAsync(agent));
        Assert.True(await idle.Reader.ReadAsync());
        Assert.Equal(5, idle.Of(agent).Count);
    });

    [Fact]
    public void Fold_OfAnIdleProcess_ThatOnlyReads_IsSeenOnceByIt() => _bed.Run(async () =>
    {
        var agent = _bed.Agent(0, 10);
        var idle = await FlushedAsync(agent, 3);
        UsageBed.Access(idle, agent, 1);
        _bed.Time.Advance(Long);
        await UsageBed.FoldAsync(_bed.NewProcess());

        Assert.True(await idle.Reader.ReadAsync());

        Assert.Equal(4, idle.Of(agent).Count);
        Assert.Equal(4, await _bed.CountAsync(agent));
    });

    [Fact]
    public void Fold_AfterAWriteWhoseFateStaysOpen_CountsNothingTwice() => _bed.Run(async () =>
    {
        var agent = _bed.Agent(0, 10);
        var idle = await FlushedAsync(agent, 3);
        UsageBed.Access(idle, agent, 2);
        _bed.Table.Fates.Enqueue(SubmitFate.AnswerLost);
        var flush = idle.FlushAsync();
        _bed.Table.IsDown = true;
        Assert.False(await flush);
        _bed.Table.IsDown = false;

        _bed.Time.Advance(Long);
        await UsageBed.FoldAsync(_bed.NewProcess());
        UsageBed.Access(idle, agent, 1);
        Assert.True(await idle.FlushAsync());

        Assert.Equal(6, await _bed.CountAsync(agent));
    });

    [Fact]
    public void Fold_OfAgentsThatAreGone_KeepsNothingOfThem() => _bed.Run(async () =>
    {
        var gone = await CountedAsync(3);
        _bed.Remove(0);
        await UsageBed.FoldAsync(_bed.NewProcess());
        Assert.Equal(0, await _bed.CountAsync(gone));

        var next = await CountedAsync(epoch: 20, 2);
        await UsageBed.FoldAsync(_bed.NewProcess());
        Assert.Equal(2, await _bed.CountAsync(next));
    });

    private Task<Agent> CountedAsync(params int[] times) => CountedAsync(10L, times);

    /// <summary>One process a number counts that often, and is then gone for long.</summary>
    private async Task<Agent> CountedAsync(long epoch, params int[] times)
    {
        var agent = _bed.Agent(0, epoch);
        foreach (var count in times)
        {
            await FlushedAsync(agent, count);
        }

        _bed.Time.Advance(Long);
        return agent;
    }

    private async Task<ShardUsage> FlushedAsync(Agent agent, int times)
    {
        var usage = _bed.NewProcess();
        UsageBed.Access(usage, agent, times);
        Assert.True(await usage.FlushAsync());
        return usage;
    }
}
