using Registry.Core.Agents;
using Registry.Core.Health.Probing;
using Registry.Core.Webhooks;

namespace Registry.Core.Tests.Webhooks;

/// <summary>What the earlier URL of a subscription answers is no word of its present one.</summary>
public sealed class WebhookUrlChangeTests
{
    private const string Old = "old.example";

    private readonly WebhookBed _bed = new();
    private readonly TaskCompletionSource<DeliveryAnswer> _slow = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public void Gone_OfTheUrlBefore_DoesNotEndTheSubscription() => _bed.Run(async () =>
    {
        var id = await ChangeWhileSendingAsync(_bed.Registry);
        _slow.SetResult(new DeliveryAnswer(410, ProbeError.None));
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 1, hours: 1 / 60.0);

        Assert.Equal("new.example", _bed.Receiver.Delivered[0].Url.Host);
        Assert.Equal(SubscriptionStatus.Active, (await _bed.GetAsync(id)).Subscription.Status);
    });

    [Fact]
    public void Gone_OfTheUrlBefore_ChangedByAnotherInstance_DoesNotEndTheSubscription() => _bed.Run(async () =>
    {
        var other = _bed.NewRegistry(_bed.Table);
        await other.LoadAsync(CancellationToken.None);
        var id = await ChangeWhileSendingAsync(other);
        _slow.SetResult(new DeliveryAnswer(410, ProbeError.None));
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 1, hours: 1 / 60.0);

        Assert.Equal("new.example", _bed.Receiver.Delivered[0].Url.Host);
        Assert.Equal(SubscriptionStatus.Active, (await _bed.GetAsync(id)).Subscription.Status);
    });

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    public void Failure_OfTheUrlBefore_DelaysNothing(int statusCode) => _bed.Run(async () =>
    {
        var id = await ChangeWhileSendingAsync(_bed.Registry);
        _slow.SetResult(new DeliveryAnswer(statusCode, ProbeError.None) { RetryAfter = TimeSpan.FromHours(1) });
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 1, hours: 1 / 3600.0);

        await _bed.WaitAsync(TimeSpan.FromMinutes(1));
        var detail = await _bed.GetAsync(id);
        Assert.Equal((200, 1), (detail.Deliveries[^1].StatusCode, detail.Deliveries[^1].Attempts));
    });

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    public void Failures_OfTheUrlBefore_AreOverWithIt(int statusCode) => _bed.Run(async () =>
    {
        string[] agents = ["a", "b", "c", "d", "e"];
        var id = await _bed.SubscribeAsync($"https://{Old}/");
        _bed.Receiver.Answer = (host, _) =>
            Task.FromResult(host == Old ? new DeliveryAnswer(statusCode, ProbeError.None) { RetryAfter = TimeSpan.FromHours(1) } : LineHarness.Ok);
        foreach (var agent in agents)
        {
            await _bed.RegisterAsync(agent);
        }

        await _bed.WaitAsync(TimeSpan.FromMinutes(150));
        await _bed.ChangeAsync(id, new SubscriptionPatch { Url = "https://new.example/" });
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == agents.Length, hours: 1 / 3600.0);

        Assert.Equal(agents, _bed.Receiver.Delivered.Select(sent => sent.AgentId).Order(StringComparer.Ordinal));
        Assert.All(_bed.Receiver.Delivered, sent => Assert.NotEqual(Old, sent.Url.Host));
    });

    [Fact]
    public void Delivery_ToTheUrlBefore_IsOne() => _bed.Run(async () =>
    {
        var id = await ChangeWhileSendingAsync(_bed.Registry);
        _slow.SetResult(LineHarness.Ok);
        await _bed.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(Old, Assert.Single(_bed.Receiver.Sent).Url.Host);
        Assert.Equal(200, Assert.Single((await _bed.GetAsync(id)).Deliveries).StatusCode);
    });

    private async Task<string> ChangeWhileSendingAsync(AgentRegistry by)
    {
        var id = await _bed.SubscribeAsync($"https://{Old}/");
        _bed.Receiver.Answer = (host, _) => host == Old ? _slow.Task : Task.FromResult(LineHarness.Ok);
        await _bed.RegisterAsync("a");
        await _bed.UntilAsync(() => _bed.Receiver.Sent.Count == 1);
        await WebhookBed.DoAsync(by.Webhooks.ChangeAsync(id, new SubscriptionPatch { Url = "https://new.example/" }, WebhookBed.Operator, CancellationToken.None));
        return id;
    }
}
