using Registry.Core.Health.Probing;
using Registry.Core.Webhooks;

namespace Registry.Core.Tests.Webhooks;

/// <summary>Subscriptions on one instance.</summary>
public sealed class WebhookTests
{
    private readonly WebhookBed _bed = new();

    [Fact]
    public void Event_OfThisInstance_ArrivesAtOnce() => _bed.Run(async () =>
    {
        var id = await _bed.SubscribeAsync("https://receiver.example/hook?sig=topsecret");
        await _bed.RegisterAsync("a");
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 1, hours: 1 / 3600.0);

        var sent = Assert.Single(_bed.Receiver.Sent);
        Assert.Equal(("agent.registered", "a", "0123456789abcdef", "https://receiver.example/hook?sig=topsecret"), (sent.Type, sent.AgentId, sent.Secret, sent.Url.ToString()));
        await _bed.WaitAsync(TimeSpan.FromSeconds(1));
        var detail = await _bed.GetAsync(id);
        Assert.Equal("https://receiver.example/hook?sig=***", detail.Subscription.Url);
        Assert.Equal((sent.Id, 200, 1), (detail.Deliveries[0].EventId, detail.Deliveries[0].StatusCode, detail.Deliveries[0].Attempts));
    });

    [Fact]
    public void Event_BeforeTheSubscription_DoesNotArrive() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("before");
        await _bed.SubscribeAsync();
        await _bed.RegisterAsync("after");
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count > 0);

        Assert.Equal("after", Assert.Single(_bed.Receiver.Sent).AgentId);
    });

    [Fact]
    public void Filter_TypesAndAgentType_AreHonoured() => _bed.Run(async () =>
    {
        await _bed.SubscribeAsync("https://types.example/", null, "agent.status.*");
        await _bed.SubscribeAsync("https://kinds.example/", "BILLING");
        await _bed.RegisterAsync("a");
        await _bed.RegisterAsync("b", type: "billing");
        await _bed.TouchAsync("a");
        await _bed.TouchAsync("b");
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 4);
        await _bed.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["a", "b"], _bed.Receiver.Sent.Where(sent => sent.Url.Host == "types.example").Select(sent => sent.AgentId).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["agent.registered", "agent.status.changed"], _bed.Receiver.Sent.Where(sent => sent.Url.Host == "kinds.example" && sent.AgentId == "b").Select(sent => sent.Type));
        Assert.Equal(4, _bed.Receiver.Sent.Count);
    });

    [Fact]
    public void Attempt_ThatEndsWhileStorageTimeIsNotKnown_IsFollowedByTheNext() => _bed.Run(async () =>
    {
        var slow = new TaskCompletionSource<DeliveryAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isFirst = true;
        _bed.Receiver.Answer = (_, sent) =>
        {
            if (sent.AgentId == "slow")
            {
                return slow.Task;
            }

            if (!isFirst)
            {
                return Task.FromResult(LineHarness.Ok);
            }

            // An answer of storage with a wrong Date: until two agree, nobody knows what time it is.
            isFirst = false;
            var now = _bed.Time.GetTimestamp();
            _bed.Clock.Observe(_bed.Time.GetUtcNow().AddHours(5), now, now);
            return Task.FromResult(LineHarness.Broken);
        };
        var id = await _bed.SubscribeAsync();
        await _bed.ChangeAsync(id, new SubscriptionPatch { IsPaused = true });
        await _bed.RegisterAsync("slow");
        await _bed.WaitAsync(TimeSpan.FromMilliseconds(10));
        await _bed.RegisterAsync("a");
        await _bed.ChangeAsync(id, new SubscriptionPatch { IsPaused = false });
        await _bed.WaitAsync(TimeSpan.FromMilliseconds(100));
        await _bed.RegisterAsync("b");
        slow.SetResult(LineHarness.Ok);

        await _bed.UntilAsync(() => _bed.DeliveredOf("a").Count > 0, hours: 1 / 60.0);
    });

    [Fact]
    public void Receiver_ThatWasDown_GetsEverythingInOrder() => _bed.Run(async () =>
    {
        var id = await _bed.SubscribeAsync();
        _bed.Receiver.Answer = (_, _) => Task.FromResult(LineHarness.Broken);
        foreach (var agent in new[] { "a", "b", "c", "d", "e" })
        {
            await _bed.RegisterAsync(agent);
            await _bed.TouchAsync(agent);
            await _bed.TouchAsync(agent);
        }

        await _bed.WaitAsync(TimeSpan.FromHours(1));
        Assert.InRange(_bed.Receiver.Sent.Count, 10, 300);
        _bed.Receiver.Answer = (_, _) => Task.FromResult(LineHarness.Ok);
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 15);

        foreach (var agent in new[] { "a", "b", "c", "d", "e" })
        {
            var seqs = _bed.Receiver.Delivered.Where(sent => sent.AgentId == agent).Select(sent => sent.Seq).ToList();
            Assert.Equal(3, seqs.Count);
            Assert.Equal(seqs.Order(), seqs);
        }

        await _bed.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await _bed.GetAsync(id)).Held);
    });

    [Fact]
    public void Failure_WhileStorageTimeIsNotKnown_CountsFromWhenItIs() => _bed.Run(async () =>
    {
        var id = await _bed.SubscribeAsync();
        _bed.Receiver.Answer = (_, _) =>
        {
            // The machine slept, or its clock was set: until storage answers twice nobody knows what time it is.
            _bed.Time.AdvanceWall(TimeSpan.FromSeconds(_bed.Receiver.Sent.Count == 1 ? 3 : 0));
            return Task.FromResult(_bed.Receiver.Sent.Count <= 3 ? LineHarness.Broken : LineHarness.Ok);
        };
        await _bed.RegisterAsync("a");
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 1);

        await _bed.WaitAsync(TimeSpan.FromSeconds(5));
        var detail = await _bed.GetAsync(id);
        Assert.Empty(detail.DeadLetters);
        Assert.Equal(4, detail.Deliveries[0].Attempts);
    });

    [Fact]
    public void Receiver_ThatNeverAnswers_DelaysNobodyElse() => _bed.Run(async () =>
    {
        _bed.Receiver.Answer = async (host, _) =>
        {
            if (host == "slow.example")
            {
                await _bed.WaitAsync(TimeSpan.FromSeconds(10));
                return new DeliveryAnswer(0, ProbeError.TimedOut);
            }

            return LineHarness.Ok;
        };
        foreach (var i in Enumerable.Range(0, 10))
        {
            await _bed.SubscribeAsync("https://slow.example/");
        }

        await _bed.SubscribeAsync("https://fast.example/");
        await _bed.RegisterAsync("a");
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 1, hours: 1 / 3600.0);
        await _bed.RegisterAsync("b");
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 2, hours: 1 / 3600.0);

        Assert.All(_bed.Receiver.Delivered, sent => Assert.Equal("fast.example", sent.Url.Host));
    });

    [Fact]
    public void Gone_EndsTheSubscription_UntilItIsTakenUp() => _bed.Run(async () =>
    {
        var id = await _bed.SubscribeAsync();
        _bed.Receiver.Answer = (_, _) => Task.FromResult(new DeliveryAnswer(410, ProbeError.None));
        await _bed.RegisterAsync("a");
        await _bed.UntilAsync(() => _bed.Receiver.Sent.Count > 0);
        await _bed.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(SubscriptionStatus.Ended, (await _bed.GetAsync(id)).Subscription.Status);
        await _bed.RegisterAsync("b");
        await _bed.WaitAsync(TimeSpan.FromHours(1));
        Assert.Single(_bed.Receiver.Sent);

        _bed.Receiver.Answer = (_, _) => Task.FromResult(LineHarness.Ok);
        Assert.Equal(SubscriptionStatus.Active, (await _bed.ChangeAsync(id, new SubscriptionPatch { IsPaused = false })).Status);
        await _bed.RegisterAsync("c");
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count > 0);

        Assert.Equal("c", Assert.Single(_bed.Receiver.Delivered).AgentId);
    });

    [Fact]
    public void Paused_GoesOnWhereItStopped() => _bed.Run(async () =>
    {
        var id = await _bed.SubscribeAsync();
        await _bed.ChangeAsync(id, new SubscriptionPatch { IsPaused = true });
        await _bed.RegisterAsync("a");
        await _bed.WaitAsync(TimeSpan.FromHours(1));
        Assert.Empty(_bed.Receiver.Sent);

        await _bed.ChangeAsync(id, new SubscriptionPatch { IsPaused = false });
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 1);
    });

    [Fact]
    public void DeadLetters_AfterADay_AreSentAgainWhenAsked() => _bed.Run(async () =>
    {
        var id = await _bed.SubscribeAsync();
        _bed.Receiver.Answer = (_, sent) => Task.FromResult(sent.AgentId == "a" ? LineHarness.Broken : LineHarness.Ok);
        await _bed.RegisterAsync("a");
        await _bed.WaitAsync(TimeSpan.FromHours(25));
        var dead = Assert.Single((await _bed.GetAsync(id)).DeadLetters);
        Assert.Equal(("a", 500), (dead.AgentId, dead.StatusCode));

        _bed.Receiver.Answer = (_, _) => Task.FromResult(LineHarness.Ok);
        Assert.Equal(1, await WebhookBed.DoAsync(_bed.Registry.Webhooks.RedeliverAsync(id, WebhookBed.Operator, CancellationToken.None)));
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 1);

        Assert.Equal(dead.EventId, _bed.Receiver.Delivered[0].Id);
        await _bed.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Empty((await _bed.GetAsync(id)).DeadLetters);
    });

    [Fact]
    public void Url_ThatDoesNotAgree_GetsNothingUntilItDoes()
    {
        var bed = new WebhookBed(verify: true);
        bed.Run(async () =>
        {
            bed.Receiver.Handshake = () => HandshakeAnswer.Refused("no");
            var id = await bed.SubscribeAsync();
            await bed.RegisterAsync("a");
            await bed.WaitAsync(TimeSpan.FromHours(1));
            var detail = await bed.GetAsync(id);
            Assert.Equal((SubscriptionStatus.Unverified, "no"), (detail.Subscription.Status, detail.Verification!.Error));
            Assert.InRange(bed.Receiver.Handshakes, 5, 40);
            Assert.Empty(bed.Receiver.Sent);

            bed.Receiver.Handshake = () => new HandshakeAnswer(null, 60);
            await bed.UntilAsync(() => bed.Receiver.Delivered.Count == 1);
            Assert.Equal(60, (await bed.GetAsync(id)).Subscription.RequestsPerMinute);

            Assert.Equal(SubscriptionStatus.Unverified, (await bed.ChangeAsync(id, new SubscriptionPatch { Url = "https://other.example/" })).Status);
            await bed.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(SubscriptionStatus.Active, (await bed.GetAsync(id)).Subscription.Status);
        });
    }

    [Fact]
    public void Deleted_LeavesNothing() => _bed.Run(async () =>
    {
        var id = await _bed.SubscribeAsync();
        await _bed.RegisterAsync("a");
        await _bed.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(await _bed.HasRowAsync(id));

        await WebhookBed.DoAsync(_bed.Registry.Webhooks.RemoveAsync(id, WebhookBed.Operator, CancellationToken.None));
        await _bed.RegisterAsync("b");
        await _bed.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.False(await _bed.HasRowAsync(id));
        Assert.Single(_bed.Receiver.Sent);
    });

    [Fact]
    public void Create_BeyondTheLimit_IsRefused() => _bed.Run(async () =>
    {
        foreach (var _ in Enumerable.Range(0, WebhookLimits.MaxSubscriptions))
        {
            await _bed.SubscribeAsync();
        }

        var outcome = await _bed.Registry.Webhooks.CreateAsync(new SubscriptionPatch { Url = "https://x.example/", Types = ["*"] }, WebhookBed.Operator, CancellationToken.None);

        Assert.False(outcome.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.QuotaExceeded, refusal!.Code);
    });

    [Fact]
    public void Trim_WaitsTwoDaysForASubscription_ThenNamesWhatIsLost()
    {
        var bed = new WebhookBed(retention: TimeSpan.FromMinutes(10));
        bed.Run(async () =>
        {
            var id = await bed.SubscribeAsync();
            bed.Receiver.Answer = (_, _) => Task.FromResult(LineHarness.Broken);
            await bed.RegisterAsync("a");
            await bed.RegisterAsync("b");
            await bed.RegisterAsync("c");
            await bed.WaitAsync(TimeSpan.FromMinutes(1));
            foreach (var i in Enumerable.Range(0, 2500))
            {
                await bed.RegisterAsync($"x{i}");
            }

            await bed.WaitAsync(TimeSpan.FromHours(1));
            await bed.Registry.SweepAsync(TimeSpan.Zero, CancellationToken.None);
            Assert.Equal(0, (await bed.Table.QueryAsync(new("s0", "c_", "c_~") { PageSize = 1 }, null, CancellationToken.None)).Value!.Entities.Count - 1);
            Assert.Equal("c_0000000000000000001", (await bed.Table.QueryAsync(new("s0", "c_", "c_~") { PageSize = 1 }, null, CancellationToken.None)).Value!.Entities[0].RowKey);

            await bed.WaitAsync(TimeSpan.FromHours(48));
            await bed.Registry.SweepAsync(TimeSpan.Zero, CancellationToken.None);
            Assert.NotEqual("c_0000000000000000001", (await bed.Table.QueryAsync(new("s0", "c_", "c_~") { PageSize = 1 }, null, CancellationToken.None)).Value!.Entities[0].RowKey);
            bed.Receiver.Answer = (_, _) => Task.FromResult(LineHarness.Ok);
            await bed.UntilAsync(() => bed.Receiver.Delivered.Count > 500, hours: 2);

            var detail = await bed.GetAsync(id);
            Assert.Contains(detail.DeadLetters, dead => dead.Type.Length == 0 && dead.EventId.Contains("s0:", StringComparison.Ordinal));
        });
    }
}
