using System.Globalization;
using System.Text;
using Registry.Core.Agents;
using Registry.Core.Backup;
using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Tests.Webhooks;
using Registry.Core.Webhooks;
using Registry.Tables.InMemory;

namespace Registry.Core.Tests.Backup;

/// <summary>Subscriptions whose registry was given another number of shards.</summary>
public sealed class ReshardedWebhookTests
{
    private const int Before = 4;

    private readonly WebhookBed _bed = new(retention: TimeSpan.FromMinutes(10), shards: Before);
    private readonly FakeSender _receiver = new();

    [Theory]
    [InlineData(8)]
    [InlineData(1)]
    [InlineData(Before)]
    public void Events_AfterTheImport_AreDeliveredOnceAndInOrder(int shards) => _bed.Run(async () =>
    {
        await _bed.SubscribeAsync("https://used.example/");
        _bed.Receiver.Answer = (_, sent) => Task.FromResult(sent.AgentId == "a1" ? LineHarness.Broken : LineHarness.Ok);
        await RegisterAsync(_bed.Registry, "a");
        await _bed.UntilAsync(() => _bed.Receiver.Sent.Count >= 12);
        await _bed.SubscribeAsync("https://new.example/");
        await _bed.WaitAsync(TimeSpan.FromSeconds(10));
        var restored = await CopyAsync(shards);
        restored.Webhooks.Start();

        await RegisterAsync(restored, "b");
        foreach (var host in new[] { "used.example", "new.example" })
        {
            await _bed.UntilAsync(() => DeliveredTo(host, "b").Count == 12, what: host);
            Assert.Equal(12, DeliveredTo(host, "b").Select(static sent => sent.Id).Distinct().Count());
        }

        // What is about an agent whose event of before is held comes after that was given up or delivered.
        await _bed.TouchAsync("a1", restored);
        await _bed.UntilAsync(() => DeliveredTo("used.example", "a1").Any(static sent => sent.Type == "agent.status.changed"), hours: 30);
        await _bed.UntilAsync(() => DeliveredTo("new.example", "a1").Count == 1);
    });

    [Theory]
    [InlineData(8)]
    [InlineData(1)]
    public void Subscription_ThatWasBefore_TellsWhereItWas(int shards) => _bed.Run(async () =>
    {
        var id = await _bed.SubscribeAsync();
        await RegisterAsync(_bed.Registry, "a");
        await _bed.UntilAsync(() => _bed.Receiver.Sent.Count >= 12);
        await _bed.WaitAsync(TimeSpan.FromSeconds(10));
        var restored = await CopyAsync(shards);
        restored.Webhooks.Start();

        SubscriptionDetail? detail = null;
        await _bed.UntilAsync(async () =>
        {
            detail = (await restored.Webhooks.GetAsync(id, Freshness.Latest, CancellationToken.None)).Is(out var found, out _) ? found : null;
            return detail?.DeadLetters.Count > 0;
        });

        var told = Assert.Single(detail!.DeadLetters);
        Assert.Equal(4, told.EventId.Split(' ').Length);
        Assert.All(told.EventId.Split(' '), range => Assert.EndsWith("-", range, StringComparison.Ordinal));
    });

    [Theory]
    [InlineData(8)]
    [InlineData(1)]
    public void Sweep_WhileASubscriptionIsWhereItWas_KeepsItsEventsAndTrimsThemAfterwards(int shards) => _bed.Run(async () =>
    {
        await _bed.SubscribeAsync();
        await RegisterAsync(_bed.Registry, "a");
        await _bed.WaitAsync(TimeSpan.FromSeconds(10));
        var restored = await CopyAsync(shards);

        var cursor = await OldestAsync(restored);

        // Of one shard at least more than the trim keeps anyway.
        var count = 1100 * shards;
        for (var i = 0; i < count; i++)
        {
            await _bed.RegisterAsync(string.Create(CultureInfo.InvariantCulture, $"x{i}"), restored);
        }

        await _bed.WaitAsync(TimeSpan.FromHours(1));
        await SweepAsync(restored);
        Assert.Equal(cursor.Shards, (await OldestAsync(restored)).Shards);

        restored.Webhooks.Start();
        await _bed.UntilAsync(() => _receiver.Delivered.Count == count, hours: 20);
        await _bed.WaitAsync(TimeSpan.FromMinutes(1));
        await SweepAsync(restored);
        Assert.True((await OldestAsync(restored)).DistanceFrom(cursor) > 0);
    });

    private List<SentEvent> DeliveredTo(string host, string prefix) =>
        [.. _receiver.Delivered.Where(sent => sent.Url.Host == host && sent.AgentId.StartsWith(prefix, StringComparison.Ordinal))];

    private async Task RegisterAsync(AgentRegistry registry, string prefix)
    {
        for (var i = 0; i < 12; i++)
        {
            await _bed.RegisterAsync(string.Create(CultureInfo.InvariantCulture, $"{prefix}{i}"), registry);
        }
    }

    private async Task<AgentRegistry> CopyAsync(int shards)
    {
        await _bed.Registry.StopAsync(CancellationToken.None);
        using var output = new MemoryStream();
        Assert.Null((await new TableExport(_bed.Table).RunAsync(output, CancellationToken.None)).Problem);
        var target = new InMemoryTable(_bed.Time, _bed.Clock);
        var now = _bed.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var result = await new TableImport(target, _bed.Time).RunAsync(() => new StringReader(Encoding.UTF8.GetString(output.ToArray())), shards, now, CancellationToken.None);
        Assert.Null(result.Problem);
        return _bed.NewRegistry(target, _receiver);
    }

    private static async Task SweepAsync(AgentRegistry registry) =>
        Assert.True((await registry.SweepAsync(TimeSpan.Zero, CancellationToken.None)).Is(out _, out var refusal), refusal?.Detail);

    private static Task<EventCursor> OldestAsync(AgentRegistry registry) =>
        WebhookBed.DoAsync(registry.Events.StartAsync(EventFeed.Oldest, Freshness.Latest, CancellationToken.None));
}
