using Registry.Core.Storage;
using Registry.Core.Webhooks;

namespace Registry.Core.Tests.Webhooks;

/// <summary>Subscriptions on two instances of one table.</summary>
public sealed class WebhookInstancesTests
{
    private readonly WebhookBed _bed = new();

    [Fact]
    public void Events_OfBoth_ArriveOnceAndInOrder() => _bed.Run(async () =>
    {
        var other = _bed.NewRegistry(_bed.Table);
        await other.LoadAsync(CancellationToken.None);
        other.Webhooks.Start();
        await _bed.SubscribeAsync();
        _bed.Receiver.Answer = async (_, _) =>
        {
            await _bed.WaitAsync(TimeSpan.FromMilliseconds(30));
            return LineHarness.Ok;
        };
        foreach (var agent in new[] { "a", "b", "c" })
        {
            await _bed.RegisterAsync(agent);
            for (var i = 0; i < 5; i++)
            {
                await _bed.TouchAsync(agent, other);
                await _bed.TouchAsync(agent);
            }
        }

        // What the other committed last is found by the job, at the latest.
        for (var i = 0; i < 10 && _bed.Receiver.Delivered.Count < 33; i++)
        {
            await _bed.WaitAsync(TimeSpan.FromSeconds(5));
            await _bed.Registry.Webhooks.DeliverDueAsync(CancellationToken.None);
        }

        Assert.Equal(33, _bed.Receiver.Delivered.Count);
        Assert.Equal(33, _bed.Receiver.Sent.Count);
        foreach (var agent in new[] { "a", "b", "c" })
        {
            var seqs = _bed.Receiver.Delivered.Where(sent => sent.AgentId == agent).Select(sent => sent.Seq).ToList();
            Assert.Equal(seqs.Order(), seqs);
        }
    });

    [Fact]
    public void Instance_ThatIsKilled_IsFollowedByTheOthersJob() => _bed.Run(async () =>
    {
        var table = new DyingTable(_bed.Table);
        var never = new FakeSender { Answer = (_, _) => new TaskCompletionSource<DeliveryAnswer>().Task };
        var killed = _bed.NewRegistry(table, never);
        var id = await _bed.SubscribeAsync();
        await killed.LoadAsync(CancellationToken.None);
        killed.Webhooks.Start();
        await _bed.WaitAsync(TimeSpan.FromSeconds(2));
        await _bed.RegisterAsync("a", killed);
        await _bed.RegisterAsync("b", killed);
        await _bed.UntilAsync(() => never.Sent.Count == 2);
        table.IsDead = true;
        Assert.Empty(_bed.Receiver.Sent);

        var started = _bed.Time.GetTimestamp();
        while (_bed.Receiver.Delivered.Count < 2)
        {
            Assert.True(_bed.Time.GetElapsedTime(started) < TimeSpan.FromMinutes(1));
            await _bed.Registry.Webhooks.DeliverDueAsync(CancellationToken.None);
            await _bed.WaitAsync(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(2, (await _bed.GetAsync(id)).Deliveries.Count);
    });

    [Fact]
    public void Instance_ThatStops_GivesTheLeaseBack() => _bed.Run(async () =>
    {
        var other = _bed.NewRegistry(_bed.Table);
        var id = await _bed.SubscribeAsync();
        await _bed.RegisterAsync("a");
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 1);
        await _bed.Registry.StopAsync(CancellationToken.None);
        await _bed.RegisterAsync("b", other);

        await other.Webhooks.DeliverDueAsync(CancellationToken.None);
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 2, hours: 1 / 3600.0);

        Assert.Equal(["a", "b"], _bed.Receiver.Delivered.Select(sent => sent.AgentId));
        Assert.True(await _bed.HasRowAsync(id));
    });

    [Fact]
    public void Orphan_Row_IsRemovedByTheJob() => _bed.Run(async () =>
    {
        await _bed.SubscribeAsync();
        await _bed.Table.WriteAsync(
            "config", TableOperation.Insert(DeliveryRows.Write(new DeliveryRow("gone", new DeliveryState(LineHarness.Cursor(0))))), CancellationToken.None);

        await _bed.Registry.Webhooks.DeliverDueAsync(CancellationToken.None);

        Assert.False(await _bed.HasRowAsync("gone"));
    });
}
