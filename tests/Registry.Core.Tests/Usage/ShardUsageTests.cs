using Registry.Core.Tests.Storage;

namespace Registry.Core.Tests.Usage;

public sealed class ShardUsageTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly UsageBed _bed = new();

    [Fact]
    public void Count_OfTwoProcesses_AddsUpAndSurvivesThem() => _bed.Run(async () =>
    {
        var (first, second) = (_bed.NewProcess(), _bed.NewProcess());
        var (a, b) = (_bed.Agent(0, 10), _bed.Agent(5000, 11));
        UsageBed.Access(first, a, 3);
        UsageBed.Access(first, b, 1);
        UsageBed.Access(second, a, 4);
        Assert.True(await first.FlushAsync());
        Assert.True(await second.FlushAsync());
        UsageBed.Access(second, a, 1);

        Assert.True(await second.Reader.ReadAsync());
        Assert.Equal(8, second.Of(a).Count);
        Assert.Equal(7, await _bed.CountAsync(a));
        Assert.Equal(1, await _bed.CountAsync(b));
    });

    [Fact]
    public void Accessed_ManyTimes_WritesOnceAnInterval() => _bed.Run(async () =>
    {
        var usage = _bed.NewProcess();
        var agent = _bed.Agent(0, 10);
        UsageBed.Access(usage, agent, 1000);
        Assert.Empty(_bed.Table.Submitted);

        _bed.Time.Advance(Minute);
        UsageBed.Access(usage, agent, 1000);
        await usage.FlushIfDueAsync();
        await Task.Yield();

        Assert.Single(_bed.Table.Submitted);
        UsageBed.Access(usage, agent, 1000);
        await usage.FlushIfDueAsync();
        Assert.Single(_bed.Table.Submitted);
        Assert.Equal(3000, usage.Of(agent).Count);
    });

    [Fact]
    public void Flush_NothingNew_WritesNothing() => _bed.Run(async () =>
    {
        var usage = _bed.NewProcess();
        UsageBed.Access(usage, _bed.Agent(0, 10), 1);
        Assert.True(await usage.FlushAsync());
        Assert.True(await usage.FlushAsync());
        Assert.Single(_bed.Table.Submitted);
    });

    [Fact]
    public void Last_OfSeveral_IsTheLatest() => _bed.Run(async () =>
    {
        var (first, second) = (_bed.NewProcess(), _bed.NewProcess());
        var agent = _bed.Agent(0, 10);
        first.Accessed(agent);
        Assert.True(await first.FlushAsync());
        _bed.Time.Advance(Minute);
        second.Accessed(agent);
        Assert.True(await second.Reader.ReadAsync());

        var (earlier, later) = (first.Of(agent).Last, second.Of(agent).Last);
        Assert.InRange(later - earlier, 59_000, 62_000);
    });

    [Fact]
    public void Slot_OfAnotherRegistration_StartsAtZero() => _bed.Run(async () =>
    {
        var usage = _bed.NewProcess();
        var before = _bed.Agent(0, 10);
        UsageBed.Access(usage, before, 5);
        Assert.True(await usage.FlushAsync());

        var after = _bed.Agent(0, 20);
        Assert.Equal(0, usage.Of(after).Count);
        UsageBed.Access(usage, after, 2);

        // A reader that still holds the one before it counts for nobody.
        usage.Accessed(before);
        Assert.Equal(2, usage.Of(after).Count);
        Assert.True(await usage.FlushAsync());
        Assert.Equal(2, await _bed.CountAsync(after));
        Assert.Equal(0, await _bed.CountAsync(before));
    });

    [Theory]
    [InlineData(SubmitFate.Lost)]
    [InlineData(SubmitFate.AnswerLost)]
    [InlineData(SubmitFate.Late)]
    internal void Flush_AnswerLost_CountsOnce(SubmitFate fate) => _bed.Run(async () =>
    {
        var usage = _bed.NewProcess();
        var agent = _bed.Agent(0, 10);
        UsageBed.Access(usage, agent, 5);
        Assert.True(await usage.FlushAsync());
        UsageBed.Access(usage, agent, 2);
        _bed.Table.Fates.Enqueue(fate);
        Assert.True(await usage.FlushAsync());
        await _bed.Table.LandAsync();
        UsageBed.Access(usage, agent, 1);
        Assert.True(await usage.FlushAsync());

        Assert.Equal(8, usage.Of(agent).Count);
        Assert.Equal(8, await _bed.CountAsync(agent));
    });

    [Theory]
    [InlineData(SubmitFate.Lost)]
    [InlineData(SubmitFate.AnswerLost)]
    [InlineData(SubmitFate.Late)]
    internal void FirstFlush_AnswerLost_CountsOnce(SubmitFate fate) => _bed.Run(async () =>
    {
        var usage = _bed.NewProcess();
        var agent = _bed.Agent(0, 10);
        UsageBed.Access(usage, agent, 5);
        _bed.Table.Fates.Enqueue(fate);
        Assert.True(await usage.FlushAsync());
        await _bed.Table.LandAsync();
        UsageBed.Access(usage, agent, 1);
        Assert.True(await usage.FlushAsync());

        Assert.Equal(6, usage.Of(agent).Count);
        Assert.Equal(6, await _bed.CountAsync(agent));
    });

    [Fact]
    public void Flush_StorageDown_IsTakenAlongByTheNext() => _bed.Run(async () =>
    {
        var usage = _bed.NewProcess();
        var agent = _bed.Agent(0, 10);
        UsageBed.Access(usage, agent, 5);
        _bed.Table.IsDown = true;
        Assert.False(await usage.FlushAsync());
        _bed.Table.IsDown = false;
        Assert.True(await usage.FlushAsync());

        Assert.Equal(5, await _bed.CountAsync(agent));
    });

    [Fact]
    public async Task Accessed_ByManyThreads_LosesNothingAndAllocatesNothingEach()
    {
        var usage = _bed.NewProcess();
        var agents = Enumerable.Range(0, 4).Select(i => _bed.Agent(i * 100, 10 + i)).ToArray();
        foreach (var agent in agents)
        {
            usage.Accessed(agent);
        }

        const int Rounds = 50_000;
        var allocated = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Rounds; i++)
            {
                usage.Accessed(agents[i & 3]);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        })));

        // A thread that waits for a lock for the first time keeps a few hundred bytes for that; an access has none.
        Assert.All(allocated, bytes => Assert.InRange(bytes, 0, Rounds / 10));
        Assert.All(agents, agent => Assert.Equal(Rounds + 1, usage.Of(agent).Count));
    }
}
