using System.Text.Encodings.Web;
using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Agents;

/// <summary>The façade on the in-memory table, without faults: what the simulation's many seeds do not single out.</summary>
public sealed class AgentRegistryTests
{
    private static readonly Caller Owner = new("owner", CallerRole.Agent);
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TableCounters _counters = new();
    private readonly InMemoryTable _table;
    private readonly StorageClock _clock = new(TimeProvider.System);

    public AgentRegistryTests()
    {
        _table = new InMemoryTable(TimeProvider.System, _clock, _counters);
    }

    [Fact]
    public async Task Register_ThousandTimesTheSameId_ExactlyOneIsCreated()
    {
        var (first, second) = (Registry(), Registry());
        var tasks = Enumerable.Range(0, 1000).Select(i => (i % 2 == 0 ? first : second).RegisterAsync(Request("same"), Owner, CancellationToken.None)).ToList();

        var outcomes = await Task.WhenAll(tasks);

        Assert.Single(outcomes, outcome => outcome.Is(out _, out _));
        Assert.Equal(999, outcomes.Count(outcome => !outcome.Is(out _, out var refusal) && refusal.Code == RefusalCode.AlreadyRegistered));
    }

    [Fact]
    public async Task Register_ThousandAtOnce_TravelInFewTransactions()
    {
        // On a clock that stands still: on a busy machine a thousand may take longer than their deadline.
        var time = new ManualTimeProvider();
        var clock = new StorageClock(time);
        var table = new YieldingTable(new InMemoryTable(time, clock, _counters));
        var registry = new AgentRegistry(table, clock, time, Entropy.System, new RegistryOptions());
        await registry.LoadAsync(CancellationToken.None);
        var before = _counters.Snapshot.Transactions;

        var registrations = Enumerable.Range(0, 1000).Select(i => registry.RegisterAsync(Request($"a{i}"), Owner, CancellationToken.None)).ToList();
        table.Started.SetResult();
        var outcomes = await Task.WhenAll(registrations);

        Assert.All(outcomes, outcome => Assert.True(outcome.Is(out _, out var refusal), refusal?.Detail));
        Assert.InRange(_counters.Snapshot.Transactions - before, 1, 40);
    }

    [Fact]
    public async Task Register_AtOnceAndMoreThanATransactionTakes_AllAreRegistered()
    {
        // What doubles on the wire: a group of these is larger than it is estimated.
        var (quotes, backslashes) = (new string('"', 13_000), new string('\\', 2046));
        RegisterRequest Large(int i)
        {
            var id = $"a{i}".PadRight(128, 'x');
            var metadata = Read.Raw(JsonSerializer.Serialize(new Dictionary<string, string> { ["a"] = quotes }, Plain));
            return Request(id) with { Registration = Request(id).Registration with { Metadata = metadata, Endpoint = "a=" + backslashes } };
        }

        var time = new ManualTimeProvider();
        var clock = new StorageClock(time);
        var table = new YieldingTable(new InMemoryTable(time, clock, _counters));
        var registry = new AgentRegistry(table, clock, time, Entropy.System, new RegistryOptions { Shards = 1 });
        await registry.LoadAsync(CancellationToken.None);

        var registrations = Enumerable.Range(0, 80).Select(i => registry.RegisterAsync(Large(i), Owner, CancellationToken.None)).ToList();
        table.Started.SetResult();

        Assert.All(await Task.WhenAll(registrations), outcome => Assert.True(outcome.Is(out _, out var refusal), refusal?.Detail));
    }

    [Fact]
    public async Task Discover_ManyTimes_ReadsNoStorageARequest()
    {
        var registry = Registry();
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => registry.RegisterAsync(Request($"a{i}"), Owner, CancellationToken.None)));
        var query = DiscoveryQuery.Parse([KeyValuePair.Create("type", "worker"), KeyValuePair.Create("capability", "even")], new FieldErrors())!;
        await registry.DiscoverAsync(query, Freshness.Bounded, CancellationToken.None);
        var before = Reads();

        for (var i = 0; i < 1000; i++)
        {
            Assert.True((await registry.DiscoverAsync(query, Freshness.Bounded, CancellationToken.None)).Is(out var result, out _));
            Assert.Equal(1000, result.Total);
        }

        // Background refreshes belong to time, not to requests.
        Assert.InRange(Reads() - before, 0, 100);
    }

    [Fact]
    public async Task Heartbeat_OfAnUnknownAgent_IsNotFound()
    {
        var outcome = await Registry().HeartbeatAsync("nobody", HeartbeatRequest.Empty, Owner, CancellationToken.None);

        Assert.False(outcome.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.NotFound, refusal!.Code);
    }

    [Fact]
    public async Task Heartbeat_ByAnother_IsForbidden()
    {
        var registry = Registry();
        await registry.RegisterAsync(Request("a"), Owner, CancellationToken.None);

        var outcome = await registry.HeartbeatAsync("a", HeartbeatRequest.Empty, new Caller("rival", CallerRole.Agent), CancellationToken.None);

        Assert.False(outcome.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.Forbidden, refusal!.Code);
    }

    [Fact]
    public async Task Heartbeat_WithWrongMetadata_IsRefusedAndRenewsNothing()
    {
        var time = new ManualTimeProvider();
        var clock = new StorageClock(time);
        var registry = new AgentRegistry(new InMemoryTable(time, clock, _counters), clock, time, Entropy.System, new RegistryOptions());
        await registry.RegisterAsync(Request("a"), Owner, CancellationToken.None);
        var before = await FindAsync(registry, "a");
        time.Advance(TimeSpan.FromSeconds(20));

        var outcome = await registry.HeartbeatAsync("a", new HeartbeatRequest(null, Read.Raw("""{"key":1e999}""")), Owner, CancellationToken.None);

        Assert.False(outcome.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.InvalidRequest, refusal.Code);
        Assert.Equal(before.LastSeen, (await FindAsync(registry, "a")).LastSeen);
    }

    [Fact]
    public async Task Heartbeat_WithAnotherStatus_ChangesItAndOnlyThen()
    {
        var registry = Registry();
        await registry.RegisterAsync(Request("a"), Owner, CancellationToken.None);
        var registered = await FindAsync(registry, "a");

        await registry.HeartbeatAsync("a", new HeartbeatRequest(HealthStatus.Healthy, RawJson.EmptyObject), Owner, CancellationToken.None);
        var same = await FindAsync(registry, "a");
        await registry.HeartbeatAsync("a", new HeartbeatRequest(HealthStatus.Degraded, null), Owner, CancellationToken.None);
        var degraded = await FindAsync(registry, "a");

        Assert.Equal(registered.Agent.Revision, same.Agent.Revision);
        Assert.True(same.LastSeen >= registered.LastSeen);
        Assert.Equal(HealthStatus.Degraded, degraded.Agent.Status);
        Assert.True(degraded.Agent.Revision > same.Agent.Revision);
    }

    [Fact]
    public async Task Put_MoreOftenThanTheRate_IsLimited()
    {
        var registry = Registry();
        await registry.RegisterAsync(Request("a"), Owner, CancellationToken.None);

        var outcomes = new List<Outcome<Registered>>();
        for (var i = 0; i < 40; i++)
        {
            outcomes.Add(await registry.PutAsync(Request("a"), Precondition.None, Owner, CancellationToken.None));
        }

        // 20 at once; while these run a few more may have become free. In a clock's first second its upper end comes closer by up to
        // that second: two fewer.
        var limited = outcomes.Count(outcome => !outcome.Is(out _, out var refusal) && refusal.Code == RefusalCode.RateLimited);
        Assert.InRange(limited, 10, 22);
    }

    [Fact]
    public async Task Unregister_ThenRegister_ReusesTheSlotAndStartsClean()
    {
        var registry = Registry();
        await registry.RegisterAsync(Request("a"), Owner, CancellationToken.None);
        var first = await FindAsync(registry, "a");
        await registry.UnregisterAsync("a", Precondition.None, Owner, CancellationToken.None);
        await registry.RegisterAsync(Request("a"), Owner, CancellationToken.None);
        var second = await FindAsync(registry, "a");

        Assert.Equal(first.Agent.Slot, second.Agent.Slot);
        Assert.True(second.Agent.Epoch > first.Agent.Epoch);
    }

    [Fact]
    public async Task Load_AnotherInstance_FindsEverythingAsItWas()
    {
        var registry = Registry();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => registry.RegisterAsync(Request($"a{i}"), Owner, CancellationToken.None)));
        await registry.HeartbeatAsync("a7", HeartbeatRequest.Empty, Owner, CancellationToken.None);
        var seen = await FindAsync(registry, "a7");

        var again = await FindAsync(Registry(), "a7");

        Assert.Equal(seen.LastSeen, again.LastSeen);
        Assert.Equal(seen.Agent.Revision, again.Agent.Revision);
        Assert.Equal(seen.Agent.Registration.Capabilities, again.Agent.Registration.Capabilities);
    }

    private static async Task<AgentView> FindAsync(AgentRegistry registry, string id)
    {
        var outcome = await registry.GetAsync(id, Freshness.Latest, CancellationToken.None);
        Assert.True(outcome.Is(out var read, out _));
        return read.View;
    }

    internal static RegisterRequest Request(string id)
    {
        var number = id.Length > 1 && int.TryParse(id.AsSpan(1), out var parsed) ? parsed : 0;
        var registration = new Registration
        {
            Name = id,
            Type = "worker",
            Status = HealthStatus.Healthy,
            TtlMs = 60_000,
            Host = "127.0.0.1",
            Port = 80,
            Endpoint = "http://127.0.0.1:80",
            Capabilities = [new Capability(number % 2 == 0 ? "even" : "odd")],
        };
        return new RegisterRequest(id, registration);
    }

    private long Reads() => _counters.Snapshot.Gets + _counters.Snapshot.Queries;

    private AgentRegistry Registry() => new(_table, _clock, TimeProvider.System, Entropy.System, new RegistryOptions());
}
