using Registry.Core.Agents;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Agents.Quotas;

/// <summary>Two instances on one table.</summary>
public sealed class AgentQuotaTests
{
    private static readonly Caller Owner = new("owner", CallerRole.Agent) { MaxAgents = 2 };

    private readonly ManualTimeProvider _time = new();
    private readonly StorageClock _clock;
    private readonly InMemoryTable _table;

    public AgentQuotaTests()
    {
        _clock = new StorageClock(_time);
        _table = new InMemoryTable(_time, _clock);
    }

    [Fact]
    public async Task Register_OnAnotherInstance_CountsWhatTheFirstRegistered()
    {
        var (first, second) = (Registry(), Registry());
        await second.LoadAsync(CancellationToken.None);
        Assert.Null(await RegisterAsync(first, "a"));
        Assert.Null(await RegisterAsync(first, "b"));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(RefusalCode.QuotaExceeded, await RegisterAsync(second, "c"));

        Assert.True((await first.UnregisterAsync("a", Precondition.None, Owner, CancellationToken.None)).Is(out _, out _));
        Assert.Null(await RegisterAsync(second, "c"));
    }

    [Fact]
    public async Task Register_AfterAStart_CountsWhatIsStored()
    {
        var first = Registry();
        Assert.Null(await RegisterAsync(first, "a"));
        Assert.Null(await RegisterAsync(first, "b"));

        Assert.Equal(RefusalCode.QuotaExceeded, await RegisterAsync(Registry(), "c"));
    }

    private AgentRegistry Registry() => new(_table, _clock, _time, Entropy.System, new RegistryOptions());

    private static async Task<RefusalCode?> RegisterAsync(AgentRegistry registry, string id)
    {
        var request = new RegisterRequest(id, Read.Registration(Read.Minimal));
        return (await registry.RegisterAsync(request, Owner, CancellationToken.None)).Is(out _, out var refusal) ? null : refusal.Code;
    }
}
