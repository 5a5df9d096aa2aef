using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Events;
using Registry.Core.Health;
using Registry.Core.Sharding;

namespace Registry.Core.Tests.Events;

public sealed class EventFeedTests
{
    private readonly EventHarness _harness = new();

    [Fact]
    public async Task Read_FromNow_GivesWhatHappenedSinceInOrder()
    {
        var registry = _harness.Registry();
        await EventHarness.RegisterAsync(registry, "before");
        var now = await EventHarness.StartAsync(registry);
        await EventHarness.RegisterAsync(registry, "a");
        _harness.Time.Advance(TimeSpan.FromSeconds(1));
        await registry.SetStatusAsync("a", HealthStatus.Degraded, EventHarness.Owner, CancellationToken.None);
        _harness.Time.Advance(TimeSpan.FromSeconds(1));
        await EventHarness.UnregisterAsync(registry, "a");

        var batch = await EventHarness.ReadAsync(registry, now);

        Assert.Equal([ChangeTypes.Registered, ChangeTypes.StatusChanged, ChangeTypes.Unregistered], batch.Events.Select(happened => happened.Type));
        Assert.All(batch.Events, happened => Assert.Equal(("a", "owner", "c-1"), (happened.AgentId, happened.Actor, happened.CorrelationId)));
        Assert.Empty((await EventHarness.ReadAsync(registry, batch.Cursor)).Events);
    }

    [Fact]
    public async Task Document_OfEachType_IsACloudEventWithItsData()
    {
        var registry = _harness.Registry();
        var now = await EventHarness.StartAsync(registry);
        await EventHarness.RegisterAsync(registry, "a");
        _harness.Time.Advance(TimeSpan.FromSeconds(1));
        await registry.SetStatusAsync("a", HealthStatus.Degraded, EventHarness.Owner, CancellationToken.None);
        _harness.Time.Advance(TimeSpan.FromSeconds(1));
        await EventHarness.UnregisterAsync(registry, "a");

        var documents = (await EventHarness.ReadAsync(registry, now)).Events.Select(happened => Parse(happened, registry)).ToList();

        var registered = documents[0];
        Assert.Equal("1.0", registered.GetProperty("specversion").GetString());
        Assert.Matches("^s[01]:1$", registered.GetProperty("id").GetString());
        Assert.Equal("/agent-registry", registered.GetProperty("source").GetString());
        Assert.Equal("agent.registered", registered.GetProperty("type").GetString());
        Assert.Equal("a", registered.GetProperty("subject").GetString());
        Assert.Equal("application/json", registered.GetProperty("datacontenttype").GetString());
        Assert.Equal("owner", registered.GetProperty("data").GetProperty("actor").GetString());
        Assert.Equal("c-1", registered.GetProperty("data").GetProperty("correlation_id").GetString());
        Assert.Equal(registered.GetProperty("time").GetString(), registered.GetProperty("data").GetProperty("agent").GetProperty("last_seen").GetString());

        var changed = documents[1].GetProperty("data");
        Assert.Equal(("healthy", "degraded"), (changed.GetProperty("old").GetString(), changed.GetProperty("new").GetString()));
        Assert.False(changed.TryGetProperty("agent", out _));

        // The agent as it was before it went.
        Assert.Equal("degraded", documents[2].GetProperty("data").GetProperty("agent").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Read_OlderThanMemory_ComesFromStorageAndIsTheSame()
    {
        var writer = _harness.Registry();
        await EventHarness.RegisterManyAsync(writer, 2500);
        var late = _harness.Registry();

        var oldest = await EventHarness.StartAsync(late, EventFeed.Oldest);
        var (fromStorage, fromBoth) = (await EventHarness.DrainAsync(late, oldest), await EventHarness.DrainAsync(writer, oldest, limit: 77));

        Assert.Equal(2500, fromStorage.Count);
        Assert.Equal(2500, fromStorage.Select(happened => happened.AgentId).Distinct().Count());
        AssertOrdered(fromStorage);
        AssertOrdered(fromBoth);
        Assert.Equal(Documents(fromStorage, late), Documents(fromBoth, writer));
    }

    [Fact]
    public async Task Read_WhatMemoryHas_ReadsNoStorage()
    {
        var registry = _harness.Registry();
        var now = await EventHarness.StartAsync(registry);
        await EventHarness.RegisterManyAsync(registry, 900);
        var before = _harness.Counters.Snapshot.Queries;

        Assert.Equal(900, (await EventHarness.DrainAsync(registry, now)).Count);
        Assert.Equal(before, _harness.Counters.Snapshot.Queries);
    }

    [Fact]
    public async Task Read_ByTypeAndAgent_PassesOverTheRestAndMovesOn()
    {
        var registry = _harness.Registry();
        var now = await EventHarness.StartAsync(registry);
        await EventHarness.RegisterManyAsync(registry, 50);
        await EventHarness.UnregisterAsync(registry, "a7");

        Assert.Equal("a7", Assert.Single(await EventHarness.DrainAsync(registry, now, EventHarness.Types(ChangeTypes.Unregistered))).AgentId);
        Assert.Equal(51, (await EventHarness.DrainAsync(registry, now, EventHarness.Types("agent.*"))).Count);
        Assert.Equal(2, (await EventHarness.DrainAsync(registry, now, EventHarness.Of("a7"))).Count);
        Assert.Single(await EventHarness.DrainAsync(registry, now, new EventFilter([ChangeTypes.Registered], "a7")));
        var nothing = await EventHarness.ReadAsync(registry, now, EventHarness.Types("agent.status.*"));
        Assert.Empty(nothing.Events);
        Assert.Equal((await EventHarness.StartAsync(registry)).ToString(), nothing.Cursor.ToString());
    }

    [Fact]
    public async Task Read_PartitionsFarApart_InterleavesByTime()
    {
        var registry = _harness.Registry();
        var now = await EventHarness.StartAsync(registry);
        for (var i = 0; i < 40; i++)
        {
            _harness.Time.Advance(TimeSpan.FromSeconds(1));
            await EventHarness.RegisterAsync(registry, $"a{i}");
        }

        var events = await EventHarness.DrainAsync(registry, now, limit: 3);

        Assert.Equal(2, events.Select(happened => happened.Partition).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"a{i}"), events.Select(happened => happened.AgentId));
    }

    [Fact]
    public async Task Read_TrimmedCursor_IsExpiredAndSaysWhereToGoOn()
    {
        var harness = new EventHarness(shards: 1);
        var registry = harness.Registry();
        var old = await EventHarness.StartAsync(registry);
        await EventHarness.RegisterManyAsync(registry, 1500);
        harness.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await registry.SweepAsync(TimeSpan.Zero, CancellationToken.None)).Is(out _, out _));

        foreach (var reader in new[] { registry, harness.Registry() })
        {
            await EventHarness.StartAsync(reader);
            Assert.False((await EventHarness.TryReadAsync(reader, old)).Is(out _, out var refusal));
            Assert.Equal(RefusalCode.CursorExpired, refusal.Code);

            var rest = await EventHarness.DrainAsync(reader, EventHarness.Parse(refusal.OldestCursor!), limit: 100);
            Assert.Equal(Enumerable.Range(501, 1000).Select(seq => (long)seq), rest.Select(happened => happened.Seq));
            Assert.Equal(1000, (await EventHarness.DrainAsync(reader, await EventHarness.StartAsync(reader, EventFeed.Oldest))).Count);
        }
    }

    [Fact]
    public async Task Read_CursorAheadOfThisInstance_ReadsTheTailFirst()
    {
        var (first, second) = (_harness.Registry(), _harness.Registry());
        await EventHarness.StartAsync(second);
        await EventHarness.RegisterManyAsync(first, 10);
        var ahead = await EventHarness.StartAsync(first);

        Assert.Empty((await EventHarness.ReadAsync(second, ahead)).Events);
        Assert.False((await EventHarness.TryReadAsync(second, new EventCursor(CursorKind.Events, [99, 99]))).Is(out _, out var refusal));
        Assert.Equal(RefusalCode.CursorExpired, refusal.Code);
    }

    [Theory]
    [InlineData("later")]
    [InlineData("AAAA")]
    public async Task Start_NoCursor_IsRefused(string given)
    {
        Assert.False((await _harness.Registry().Events.StartAsync(given, default, CancellationToken.None)).Is(out _, out var refusal));
        Assert.Equal("cursor", Assert.Single(refusal.Errors!.ByField).Key);
    }

    [Fact]
    public async Task Start_CursorOfAnotherTable_IsRefused()
    {
        var other = new EventHarness(shards: 3).Registry();
        var foreign = (await EventHarness.StartAsync(other)).ToString();

        Assert.False((await _harness.Registry().Events.StartAsync(foreign, default, CancellationToken.None)).Is(out _, out var refusal));
        Assert.Equal(RefusalCode.InvalidRequest, refusal.Code);
    }

    [Fact]
    public async Task Read_CursorWithAPartitionOfALaterRelease_CarriesItAlong()
    {
        var registry = _harness.Registry();
        var later = new EventCursor(CursorKind.Events, [0, 0], [new("later", 12)]);

        var cursor = await EventHarness.StartAsync(registry, later.ToString());

        Assert.Contains(new KeyValuePair<string, long>("later", 12), (await EventHarness.ReadAsync(registry, cursor)).Cursor.Others);
    }

    [Fact]
    public async Task Read_TwoWritersAndReadersThatSwitchInstance_GetsEachEventOnce()
    {
        var (first, second) = (_harness.Registry(), _harness.Registry());
        var cursor = await EventHarness.StartAsync(first, EventFeed.Oldest);
        var writing = Task.WhenAll(EventHarness.RegisterManyAsync(first, 700, "f"), EventHarness.RegisterManyAsync(second, 700, "s"));
        var seen = new List<RegistryEvent>();
        for (var turn = 0; seen.Count < 1400; turn++)
        {
            var reader = turn % 2 == 0 ? first : second;
            Assert.True((await EventHarness.TryReadAsync(reader, cursor, limit: 1 + (turn % 50))).Is(out var batch, out var refusal), refusal?.Detail);
            seen.AddRange(batch.Events);

            // As a stream does: the cursor after the last event, not the batch's.
            cursor = batch.Events.Aggregate(cursor, static (at, happened) => at.After(happened));
            cursor = await EventHarness.StartAsync(reader, cursor.ToString());
            if (_harness.Time.TimerCount > 0)
            {
                _harness.Time.Advance(TimeSpan.FromMilliseconds(20));
            }

            await Task.Yield();
        }

        await writing;
        Assert.Equal(1400, seen.Select(happened => happened.Id).Distinct().Count());
        AssertOrdered(seen);
    }

    private static void AssertOrdered(List<RegistryEvent> events)
    {
        foreach (var partition in events.GroupBy(happened => happened.Partition))
        {
            Assert.Equal(Enumerable.Range(1, partition.Count()).Select(seq => (long)seq), partition.Select(happened => happened.Seq));
        }
    }

    private static List<string> Documents(List<RegistryEvent> events, AgentRegistry registry) =>
        [.. events.OrderBy(happened => happened.Partition, StringComparer.Ordinal).ThenBy(happened => happened.Seq).Select(happened => Parse(happened, registry).GetRawText())];

    private static JsonElement Parse(RegistryEvent happened, AgentRegistry registry) => JsonElement.Parse(happened.Document(registry.Events.Source).Span);
}
