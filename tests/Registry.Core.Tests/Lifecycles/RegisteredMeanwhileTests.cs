using Registry.Core.Agents;
using Registry.Core.Dependencies;
using Registry.Core.Discovery;
using Registry.Core.Lifecycles;
using Registry.Core.Tests.Agents;
using Registry.Core.Tests.Storage;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Lifecycles;

/// <summary>Another instance registers the same id between the two commits of a registration with dependencies: they are not lost.</summary>
public sealed class RegisteredMeanwhileTests
{
    private static readonly Caller Me = new("me", CallerRole.Agent);

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedTable _table;
    private readonly AgentRegistry _registry;
    private readonly AgentRegistry _other;

    public RegisteredMeanwhileTests()
    {
        var clock = new StorageClock(_time);
        var inner = new InMemoryTable(_time, clock);
        _table = new ScriptedTable(inner);
        var options = new RegistryOptions { Shards = 1 };
        _registry = new AgentRegistry(_table, clock, _time, Entropy.System, options);
        _other = new AgentRegistry(inner, clock, _time, Entropy.System, options);
    }

    [Fact]
    public void Put_OfOneThatIsRegisteredAnewMeanwhile_KeepsItsDependencies() => Run(async () =>
    {
        await RegisterAsync(_other);
        _table.Then[GraphPartition.Name] = async () =>
        {
            Assert.True((await _other.UnregisterAsync("a", Precondition.None, Me, CancellationToken.None)).Is(out _, out _));
            await RegisterAsync(_other);
        };

        await PutWithDependencyAsync(created: false);
    });

    [Fact]
    public void Put_OfOneThatIsUnregisteredMeanwhile_KeepsItsDependencies() => Run(async () =>
    {
        await RegisterAsync(_other);
        _table.Then[GraphPartition.Name] = async () =>
            Assert.True((await _other.UnregisterAsync("a", Precondition.None, Me, CancellationToken.None)).Is(out _, out _));

        await PutWithDependencyAsync(created: true);
    });

    [Fact]
    public void Put_OfOneThatIsRegisteredMeanwhile_KeepsItsDependencies() => Run(async () =>
    {
        await RegisterAsync(_other, "c");
        _table.Then[GraphPartition.Name] = () => RegisterAsync(_other);

        await PutWithDependencyAsync(created: false);
    });

    private void Run(Func<Task> test) => new EventLoop(_time).Run(test);

    private async Task PutWithDependencyAsync(bool created)
    {
        await _registry.LoadAsync(CancellationToken.None);
        var put = await _registry.PutAsync(Request("a") with { Dependencies = ["b"] }, Precondition.None, Me, CancellationToken.None);

        Assert.True(put.Is(out var registered, out var refusal), refusal?.Detail);
        Assert.Equal(created, registered.Created);
        Assert.Empty(_table.Then);
        foreach (var instance in new[] { _registry, _other })
        {
            Assert.True((await instance.GetAsync("a", Freshness.Latest, CancellationToken.None)).Is(out var read, out _));
            Assert.Equal(["b"], DependencyService.DependenciesOf(read.View.Agent));
        }
    }

    private static async Task RegisterAsync(AgentRegistry registry, string id = "a") =>
        Assert.True((await registry.RegisterAsync(Request(id), Me, CancellationToken.None)).Is(out _, out _));

    private static RegisterRequest Request(string id) => new(id, Read.Registration("""{"name":"n","type":"t","host":"h","port":1}"""));
}
