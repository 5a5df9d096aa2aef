using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Agents.Services;

/// <summary>A service has a node in the graph as any agent has: what is done on the services' surface minds it.</summary>
public sealed class ServiceGraphTests
{
    private static readonly Caller Me = new("me", CallerRole.Agent);

    private readonly ManualTimeProvider _time = new();
    private readonly AgentRegistry _registry;
    private readonly AgentRegistry _other;

    public ServiceGraphTests()
    {
        var clock = new StorageClock(_time);
        var table = new InMemoryTable(_time, clock);
        var options = new RegistryOptions { Shards = 1 };
        _registry = new AgentRegistry(table, clock, _time, Entropy.System, options);
        _other = new AgentRegistry(table, clock, _time, Entropy.System, options);
    }

    [Fact]
    public void Update_AtTheTagOfAGraphThatAnotherInstanceChanged_IsDone() => Run(async () =>
    {
        var (_, after) = await AddElsewhereAsync();

        var updated = await UpdateAsync(after);

        Assert.True(updated.Is(out var view, out var refusal), refusal?.Detail);
        Assert.Equal("2.0.0", view.Agent.Registration.Version);
    });

    [Fact]
    public void Update_AtTheTagBeforeAnotherInstanceChangedTheGraph_IsRefused() => Run(async () =>
    {
        var (before, _) = await AddElsewhereAsync();

        Assert.Equal(RefusalCode.PreconditionFailed, Code(await UpdateAsync(before)));
    });

    [Fact]
    public void RollBack_AtTheTagBeforeAnotherInstanceChangedTheGraph_IsRefused() => Run(async () =>
    {
        var (before, after) = await AddElsewhereAsync();

        Assert.Equal(RefusalCode.PreconditionFailed, Code(await RollBackAsync(before)));
        Assert.Null(Code(await RollBackAsync(after)));
    });

    [Fact]
    public void Unregister_AtTheTagBeforeAnotherInstanceChangedTheGraph_IsRefused() => Run(async () =>
    {
        var (before, after) = await AddElsewhereAsync();

        Assert.Equal(RefusalCode.PreconditionFailed, Code(await UnregisterAsync(new Precondition([before]))));
        Assert.Null(Code(await UnregisterAsync(new Precondition([after]))));
    });

    [Fact]
    public void Unregister_OfAServiceWithDependencies_LeavesNoEdge() => Run(async () =>
    {
        await AddElsewhereAsync();

        Assert.True(await WouldCycleAsync(_registry));

        Assert.Null(Code(await UnregisterAsync(Precondition.None)));

        Assert.False(await WouldCycleAsync(_registry));
        Assert.False(await WouldCycleAsync(_other));
    });

    private void Run(Func<Task> test) => new EventLoop(_time).Run(test);

    /// <summary>Registers two services that this instance knows; the other one makes the first depend on the second. The first one's tags before and after.</summary>
    private async Task<(AgentTag Before, AgentTag After)> AddElsewhereAsync()
    {
        foreach (var name in new[] { "a", "b" })
        {
            var registration = Read.Registration($$"""{"name":"{{name}}","type":"t","kind":"service","endpoint":"https://{{name}}.example","version":"1.0.0"}""");
            Assert.True((await _registry.Services.RegisterAsync(new RegisterRequest(name, registration), Me, CancellationToken.None)).Is(out _, out var refusal), refusal?.Detail);
        }

        await _registry.LoadAsync(CancellationToken.None);
        var before = await TagAsync();
        Assert.True((await _other.Graph.Dependencies.AddAsync("a", "b", Me, CancellationToken.None)).Is(out _, out var refused), refused?.Detail);
        return (before, await TagAsync());
    }

    private async Task<AgentTag> TagAsync()
    {
        Assert.True((await _other.GetAsync("a", Freshness.Latest, CancellationToken.None)).Is(out var read, out _));
        return AgentTag.Of(read.View.Agent);
    }

    private static async Task<bool> WouldCycleAsync(AgentRegistry instance)
    {
        Assert.True((await instance.Graph.Dependencies.WouldCycleAsync("b", "a", Freshness.Latest, CancellationToken.None)).Is(out var wouldCycle, out _));
        return wouldCycle;
    }

    private Task<Outcome<AgentView>> UpdateAsync(AgentTag tag) =>
        _registry.Services.UpdateAsync("a", new RawJson("""{"version":"2.0.0"}"""u8.ToArray()), new Precondition([tag]), Me, CancellationToken.None);

    private Task<Outcome<Agent>> RollBackAsync(AgentTag tag) =>
        _registry.Versions.RollBackAsync("a", tag.Revision, new Precondition([tag]), Me, CancellationToken.None);

    private Task<Outcome<bool>> UnregisterAsync(Precondition precondition) =>
        _registry.Services.UnregisterAsync("a", precondition, Me, CancellationToken.None);

    private static RefusalCode? Code<T>(Outcome<T> outcome) => outcome.Is(out _, out var refusal) ? null : refusal.Code;
}
