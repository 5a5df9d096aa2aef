using System.Globalization;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Health;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Events;

/// <summary>Registries on one table whose clock is moved by hand, and short ways to write and to read.</summary>
internal sealed class EventHarness
{
    public static readonly Caller Owner = new("owner", CallerRole.Agent) { CorrelationId = "c-1" };

    private readonly StorageClock _clock;
    private readonly int _shards;

    public EventHarness(int shards = 2)
    {
        _shards = shards;
        _clock = new StorageClock(Time);
        Table = new InMemoryTable(Time, _clock, Counters);
    }

    public ManualTimeProvider Time { get; } = new();

    /// <summary>The shards, graph and config.</summary>
    public int Partitions => _shards + 2;

    public TableCounters Counters { get; } = new();

    public InMemoryTable Table { get; }

    public AgentRegistry Registry() => new(
        Table, _clock, Time, Entropy.System, new RegistryOptions { Shards = _shards, EventRetention = TimeSpan.FromMinutes(1) });

    public static async Task RegisterAsync(AgentRegistry registry, string id)
    {
        var registration = new Registration { Name = id, Type = "worker", Status = HealthStatus.Healthy, Host = "h", Port = 80, Endpoint = "http://h:80" };
        Assert.True((await registry.RegisterAsync(new RegisterRequest(id, registration), Owner, CancellationToken.None)).Is(out _, out _));
    }

    public static async Task RegisterManyAsync(AgentRegistry registry, int count, string prefix = "a")
    {
        foreach (var chunk in Enumerable.Range(0, count).Chunk(200))
        {
            await Task.WhenAll(chunk.Select(i => RegisterAsync(registry, string.Create(CultureInfo.InvariantCulture, $"{prefix}{i}"))));
        }
    }

    public static async Task UnregisterAsync(AgentRegistry registry, string id) =>
        Assert.True((await registry.UnregisterAsync(id, Precondition.None, Owner, CancellationToken.None)).Is(out var removed, out _) && removed);

    public static async Task<EventCursor> StartAsync(AgentRegistry registry, string? given = null)
    {
        Assert.True((await registry.Events.StartAsync(given, Freshness.Latest, CancellationToken.None)).Is(out var cursor, out var refusal), refusal?.Detail);
        return cursor;
    }

    public static Task<Outcome<EventBatch>> TryReadAsync(
        AgentRegistry registry, EventCursor from, EventFilter? filter = null, int limit = EventFeed.MaxLimit, TimeSpan wait = default) =>
        registry.Events.ReadAsync(from, filter ?? EventFilter.All, limit, wait, CancellationToken.None, CancellationToken.None);

    public static async Task<EventBatch> ReadAsync(AgentRegistry registry, EventCursor from, EventFilter? filter = null, int limit = EventFeed.MaxLimit)
    {
        Assert.True((await TryReadAsync(registry, from, filter, limit)).Is(out var batch, out var refusal), refusal?.Detail);
        return batch;
    }

    /// <summary>Everything after a cursor, as many calls as that takes.</summary>
    public static async Task<List<RegistryEvent>> DrainAsync(AgentRegistry registry, EventCursor from, EventFilter? filter = null, int limit = 100)
    {
        var events = new List<RegistryEvent>();
        while (true)
        {
            var batch = await ReadAsync(registry, from, filter, limit);
            events.AddRange(batch.Events);
            if (batch.Cursor.ToString() == from.ToString())
            {
                return events;
            }

            from = batch.Cursor;
        }
    }

    public static EventFilter Types(params string[] types) => new(types, null);

    public static EventFilter Of(string agentId) => new([], agentId);

    public static EventCursor Parse(string wire)
    {
        Assert.True(EventCursor.TryParse(wire, CursorKind.Events, out var cursor));
        return cursor;
    }
}
