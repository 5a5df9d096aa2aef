using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Health;
using Registry.Core.Resolution;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Storage;
using Registry.Core.Tests.Health.Probing;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Resolution;

/// <summary>Two instances on one table and one manual clock.</summary>
internal sealed class ResolveBed
{
    public static readonly Caller Owner = new("owner", CallerRole.Agent);
    public static readonly Caller User = new("user", CallerRole.Agent);
    public static readonly Caller Operator = new("ops", CallerRole.Operator);

    private readonly StorageClock _clock;

    public ResolveBed()
    {
        _clock = new StorageClock(Time);
        Table = new InMemoryTable(Time, _clock, Counters);
        (First, Second) = (NewRegistry(), NewRegistry());
    }

    public ManualTimeProvider Time { get; } = new();

    public TableCounters Counters { get; } = new();

    public InMemoryTable Table { get; }

    public FakeProber Prober { get; } = new();

    public AgentRegistry First { get; }

    public AgentRegistry Second { get; }

    public AgentRegistry NewRegistry() => new(Table, _clock, Time, Entropy.System, new RegistryOptions(), prober: Prober);

    /// <summary>Runs a test.</summary>
    public void Run(Func<Task> test) => new EventLoop(Time).Run(test);

    public static Registration Provider(string type = "llm") => new()
    {
        Name = "p",
        Type = type,
        Kind = AgentKind.Provider,
        Status = HealthStatus.Healthy,
        CircuitBreaker = new CircuitBreakerOptions { FailureThreshold = 3, RecoveryTimeout = 60, SuccessThreshold = 2, TimeoutDuration = 30 },
    };

    public static Registration WithCapabilities(Registration registration, params string[] names) =>
        registration with { Capabilities = names.Select(name => new Capability(name)).ToList() };

    public async Task<Agent> RegisterAsync(string id, Registration registration)
    {
        var outcome = await First.PutAsync(new RegisterRequest(id, registration), Precondition.None, Owner, CancellationToken.None);
        Assert.True(outcome.Is(out var registered, out var refusal), refusal?.Detail);
        return registered.Agent;
    }

    public async Task UnregisterAsync(string id) =>
        Assert.True((await First.UnregisterAsync(id, Precondition.None, Owner, CancellationToken.None)).Is(out var removed, out _) && removed);

    public Task<Outcome<Resolved>> TryResolveAsync(ResolveQuery query, AgentRegistry? registry = null, Freshness freshness = Freshness.Latest) =>
        (registry ?? First).Resolution.ResolveAsync(query, User, freshness, CancellationToken.None).AsTask();

    public async Task<Resolved> ResolveAsync(ResolveQuery query, AgentRegistry? registry = null)
    {
        var outcome = await TryResolveAsync(query, registry);
        Assert.True(outcome.Is(out var resolved, out var refusal), refusal?.Detail);
        return resolved;
    }

    public async Task<string> ResolveIdAsync(ResolveQuery query, AgentRegistry? registry = null) => (await ResolveAsync(query, registry)).View.Agent.Id;

    public async Task<IReadOnlyList<Candidate>> NobodyAsync(ResolveQuery query, AgentRegistry? registry = null)
    {
        var outcome = await TryResolveAsync(query, registry);
        Assert.False(outcome.Is(out var resolved, out var refusal), resolved?.View.Agent.Id);
        Assert.Equal(RefusalCode.NoProvider, refusal!.Code);
        return refusal.Candidates!;
    }

    public async Task<Circuit> ReportAsync(string id, CallOutcome outcome, AgentRegistry? registry = null)
    {
        var report = await (registry ?? First).Resolution.ReportAsync(id, outcome, User, CancellationToken.None);
        Assert.True(report.Is(out var agent, out var refusal), refusal?.Detail);
        return agent.Circuit;
    }

    public async Task FailAsync(string id, int times, AgentRegistry? registry = null)
    {
        for (var i = 0; i < times; i++)
        {
            await ReportAsync(id, new CallOutcome(false, Error: "boom"), registry);
        }
    }

    public async Task<Agent> FindAsync(string id, AgentRegistry? registry = null)
    {
        Assert.True((await (registry ?? First).GetAsync(id, Freshness.Latest, CancellationToken.None)).Is(out var read, out _));
        return read.View.Agent;
    }

    /// <summary>Old, new and reason of every transition of an agent's circuit.</summary>
    public async Task<List<string>> TransitionsAsync(string id)
    {
        Assert.True((await First.Events.StartAsync(EventFeed.Oldest, Freshness.Latest, CancellationToken.None)).Is(out var cursor, out _));
        var filter = new EventFilter(["agent.circuit.changed"], null);
        Assert.True((await First.Events.ReadAsync(cursor, filter, 1000, TimeSpan.Zero, CancellationToken.None, CancellationToken.None)).Is(out var batch, out _));
        return batch.Events.Where(happened => happened.AgentId == id).Select(happened => $"{happened.Old} {happened.New}: {happened.Reason}").ToList();
    }
}
