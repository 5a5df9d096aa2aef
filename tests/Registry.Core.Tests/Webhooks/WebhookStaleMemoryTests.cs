using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health.Probing;
using Registry.Core.Webhooks;

namespace Registry.Core.Tests.Webhooks;

/// <summary>An instance that did not hear yet what another one did to a subscription.</summary>
public sealed class WebhookStaleMemoryTests
{
    private readonly WebhookBed _bed = new();

    [Fact]
    public void Deleted_ByAnother_IsNotBegunAgain() => _bed.Run(async () =>
    {
        var (other, id) = await DeliverAsync();
        await WebhookBed.DoAsync(other.Webhooks.RemoveAsync(id, WebhookBed.Operator, CancellationToken.None));
        await _bed.RegisterAsync("d");
        await _bed.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["a", "b", "c"], _bed.Receiver.Sent.Select(sent => sent.AgentId));
        Assert.False(await _bed.HasRowAsync(id));
    });

    [Fact]
    public void Deleted_ByAnotherWhileSending_IsNotBegunAgain() => _bed.Run(async () =>
    {
        var (other, id) = await DeliverAsync();
        _bed.Receiver.Answer = async (_, _) =>
        {
            await _bed.WaitAsync(TimeSpan.FromSeconds(3));
            return LineHarness.Ok;
        };
        await _bed.RegisterAsync("d");
        await _bed.UntilAsync(() => _bed.Receiver.Sent.Count == 4);
        await WebhookBed.DoAsync(other.Webhooks.RemoveAsync(id, WebhookBed.Operator, CancellationToken.None));
        await _bed.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["a", "b", "c", "d"], _bed.Receiver.Sent.Select(sent => sent.AgentId));
    });

    [Fact]
    public void Begun_AnewByAnother_IsNotPutBack() => _bed.Run(async () =>
    {
        var (other, id) = await DeliverAsync();
        _bed.Receiver.Answer = (_, sent) => Task.FromResult(sent.AgentId == "end" ? new DeliveryAnswer(410, ProbeError.None) : LineHarness.Ok);
        await _bed.RegisterAsync("end", other);
        await other.Webhooks.DeliverDueAsync(CancellationToken.None);
        await _bed.UntilAsync(() => _bed.Receiver.Sent[^1].AgentId == "end");
        await WebhookBed.DoAsync(other.Webhooks.ChangeAsync(id, new SubscriptionPatch { IsPaused = false }, WebhookBed.Operator, CancellationToken.None));
        await _bed.RegisterAsync("e", other);
        await other.Webhooks.DeliverDueAsync(CancellationToken.None);
        await _bed.UntilAsync(() => _bed.Receiver.Sent[^1].AgentId == "e");
        await _bed.RegisterAsync("f");
        await _bed.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["a", "b", "c", "end", "e", "f"], _bed.Receiver.Sent.Select(sent => sent.AgentId));
    });

    /// <summary>Three agents' events were delivered by the first instance, which knows everything until now. Both instances know the subscription.</summary>
    private async Task<(AgentRegistry Other, string Id)> DeliverAsync()
    {
        var other = _bed.NewRegistry(_bed.Table);
        await other.LoadAsync(CancellationToken.None);
        var id = await _bed.SubscribeAsync();
        foreach (var agent in new[] { "a", "b", "c" })
        {
            await _bed.RegisterAsync(agent);
            await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count > 0 && _bed.Receiver.Delivered[^1].AgentId == agent);
        }

        await _bed.WaitAsync(TimeSpan.FromSeconds(30));
        await WebhookBed.DoAsync(other.Webhooks.ListAsync(Freshness.Latest, CancellationToken.None));
        await WebhookBed.DoAsync(_bed.Registry.Webhooks.ListAsync(Freshness.Latest, CancellationToken.None));
        return (other, id);
    }
}
