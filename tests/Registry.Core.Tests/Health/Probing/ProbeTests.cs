using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Core.Health.Probing;

namespace Registry.Core.Tests.Health.Probing;

/// <summary>Probes from end to end, but for the network.</summary>
public sealed class ProbeTests
{
    private readonly ProbeBed _bed = new();

    [Fact]
    public void Service_ThatFailsAndRecovers_ChangesAtExactlyTheThresholdsWithOneEventEach() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc");
        Assert.Equal([HealthStatus.Unknown, HealthStatus.Healthy, HealthStatus.Healthy], await ProbeAsync(FakeProber.Ok, 3));
        Assert.Equal([HealthStatus.Healthy, HealthStatus.Healthy, HealthStatus.Unhealthy, HealthStatus.Unhealthy], await ProbeAsync(FakeProber.Broken, 4));
        Assert.Equal([HealthStatus.Unhealthy, HealthStatus.Healthy, HealthStatus.Healthy], await ProbeAsync(FakeProber.Ok, 3));
        Assert.Equal([HealthStatus.Degraded], await ProbeAsync(FakeProber.Ok with { Says = HealthStatus.Degraded }, 1));

        Assert.Equal(
            [
                "unknown healthy: 2 consecutive probes succeeded",
                "healthy unhealthy: 3 consecutive probes failed: the status code is no success",
                "unhealthy healthy: 2 consecutive probes succeeded",
                "healthy degraded: its health document says so",
            ],
            await _bed.TransitionsAsync("svc"));
    });

    [Fact]
    public void Service_WithThresholdsOfItsOwn_ChangesAtThose() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc", ("health_check", """{"failure_threshold":1,"success_threshold":1}"""));

        Assert.Equal([HealthStatus.Healthy], await ProbeAsync(FakeProber.Ok, 1));
        Assert.Equal([HealthStatus.Unhealthy], await ProbeAsync(FakeProber.Broken, 1));
    });

    [Fact]
    public void Service_ThatAsksForCredentials_FailsAndIsShownAsGated() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc");
        await _bed.RegisterAsync("agent", ("kind", "\"agent\""), ("health_check", """{"kind":"http"}"""));
        _bed.Prober.Says(new ProbeObservation { StatusCode = 401 });

        var (service, agent) = (await _bed.ProbeAsync("svc"), await _bed.ProbeAsync("agent"));

        Assert.Equal((true, 1, ProbeError.Gated), (service.Probe!.Gated, service.Probe.Failures, service.Probe.Error));
        Assert.Equal((true, 0, ProbeError.None), (agent.Probe!.Gated, agent.Probe.Failures, agent.Probe.Error));
    });

    [Fact]
    public void Probe_AddressThatIsNotAllowed_IsSkippedAndChangesNothing() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc");
        await ProbeAsync(FakeProber.Ok, 2);
        await ProbeAsync(FakeProber.Broken, 2);

        Assert.Equal([HealthStatus.Healthy, HealthStatus.Healthy], await ProbeAsync(new ProbeObservation(ProbeError.AddressNotAllowed, 0), 2));
        var health = await _bed.ProbeAsync("svc");
        Assert.Equal((ProbeError.AddressNotAllowed, 2), (health.Probe!.Error, health.Probe.Failures));
        Assert.Equal([HealthStatus.Unhealthy], await ProbeAsync(FakeProber.Broken, 1));
    });

    [Fact]
    public void Success_RenewsTheLease_WithoutTouchingWhatTheOwnerDid() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc", ("ttl_seconds", "10"));
        var registered = await _bed.FindAsync("svc");
        for (var i = 0; i < 5; i++)
        {
            _bed.Time.Advance(TimeSpan.FromSeconds(6));
            await _bed.ProbeAsync("svc");
            await SweepAsync();
        }

        var health = await _bed.ProbeAsync("svc");
        Assert.Equal(HealthStatus.Healthy, health.Agent.Status);
        Assert.Equal(registered.Seen, health.Agent.Seen);
        Assert.True(health.LastSeen >= registered.Seen + 30_000);
        Assert.Equal(health.LastSeen + 9_500, health.LapsesAt);
        Assert.Equal(health.LastSeen + 10_000, health.ExpiresAt);
    });

    [Fact]
    public void Success_AfterALapse_TakesTheMarkBackAtOnce() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc", ("ttl_seconds", "60"));
        await ProbeAsync(FakeProber.Ok, 2);
        for (var i = 0; i < 5; i++)
        {
            // A sweep that is missed moves leases.
            await SweepAsync();
            _bed.Time.Advance(TimeSpan.FromSeconds(13));
        }

        Assert.Equal(HealthStatus.Unreachable, (await _bed.FindAsync("svc")).Status);

        Assert.Equal(HealthStatus.Healthy, (await _bed.ProbeAsync("svc")).Agent.Status);
        Assert.Equal(["healthy unreachable: no heartbeat", "unreachable healthy: heard again"], (await _bed.TransitionsAsync("svc")).Skip(1));
    });

    [Fact]
    public void Service_ThatStopsAnswering_IsGoneAfterItsTtl() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc", ("ttl_seconds", "60"));
        await ProbeAsync(FakeProber.Ok, 2);
        for (var i = 0; i < 5; i++)
        {
            await SweepAsync();
            _bed.Time.Advance(TimeSpan.FromSeconds(13));
            if (i < 4)
            {
                await ProbeAsync(FakeProber.Broken, 1);
            }
        }

        Assert.Equal(HealthStatus.Unreachable, (await _bed.FindAsync("svc")).Status);
        await SweepAsync();
        var found = await _bed.Registry.GetAsync("svc", Freshness.Latest, CancellationToken.None);

        Assert.False(found.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.NotFound, refusal!.Code);
    });

    [Fact]
    public void Probe_OfAnotherRegistration_StartsClean() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc");
        await ProbeAsync(FakeProber.Broken, 2);
        await ProbeBed.DoAsync(_bed.Registry.UnregisterAsync("svc", Precondition.None, ProbeBed.Owner, CancellationToken.None));
        await _bed.RegisterAsync("svc");

        Assert.Null((await ProbeBed.DoAsync(_bed.Registry.GetHealthAsync("svc", Freshness.Bounded, CancellationToken.None))).Probe);
        Assert.Equal([HealthStatus.Unknown, HealthStatus.Unknown, HealthStatus.Unhealthy], await ProbeAsync(FakeProber.Broken, 3));
    });

    [Fact]
    public void Probe_AnswerOfARegistrationThatEnded_CountsForNobody() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc");
        var answer = new TaskCompletionSource<ProbeObservation>();
        _bed.Prober.Answer = _ => answer.Task;
        var probe = _bed.Registry.ProbeAsync("svc", ProbeBed.Owner, CancellationToken.None);
        await ProbeBed.DoAsync(_bed.Registry.UnregisterAsync("svc", Precondition.None, ProbeBed.Owner, CancellationToken.None));
        await _bed.RegisterAsync("svc");
        answer.SetResult(FakeProber.Broken);

        Assert.Null((await ProbeBed.DoAsync(probe)).Probe);
    });

    [Fact]
    public void Patch_ThatEndsTheCheck_EndsTheVerdict() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc");
        await ProbeAsync(FakeProber.Broken, 3);

        Assert.Equal(HealthStatus.Unknown, (await _bed.PatchAsync("svc", """{"health_check":{"kind":"none"}}""")).Status);
        Assert.Null((await _bed.ProbeAsync("svc")).Probe);
    });

    [Fact]
    public void SecretHeaders_ReachTheProber_AlsoWhenTheyChange() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc", ("health_check", """{"headers":{"X-Key":"one"}}"""));
        await _bed.ProbeAsync("svc");
        await _bed.ProbeAsync("svc");
        await _bed.PatchAsync("svc", """{"health_check":{"headers":{"X-Key":"two"}}}""");
        await _bed.ProbeAsync("svc");
        await _bed.PatchAsync("svc", """{"description":"other"}""");
        await _bed.ProbeAsync("svc");
        await _bed.PatchAsync("svc", """{"health_check":{"headers":null}}""");
        await _bed.ProbeAsync("svc");

        Assert.Equal(["one", "one", "two", "two", ""], _bed.Prober.Targets.Select(target => target.Headers.SingleOrDefault().Value ?? ""));
    });

    [Fact]
    public void SecretHeaders_OfAnEndpointThatIsNotKnownYet_AreNotSentToTheOldOne() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc", ("health_check", """{"headers":{"X-Key":"one"}}"""));
        var other = _bed.NewRegistry();
        await other.LoadAsync(CancellationToken.None);
        await _bed.PatchAsync("svc", """{"endpoint":"http://new.example.com/","health_check":{"headers":{"X-Key":"two"}}}""");

        await ProbeBed.DoAsync(other.CheckAsync(DiscoveryQuery.All, CancellationToken.None));
        Assert.Empty(_bed.Prober.Targets);

        await ProbeBed.DoAsync(other.ProbeAsync("svc", ProbeBed.Owner, CancellationToken.None));
        var target = Assert.Single(_bed.Prober.Targets);
        Assert.Equal(("new.example.com", "two"), (target.Url!.Host, Assert.Single(target.Headers).Value));
    });

    [Fact]
    public void Results_OfOneInstance_AreSeenByAnother() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc");
        await ProbeAsync(FakeProber.Broken, 2);
        var other = _bed.NewRegistry();
        var health = await ProbeBed.DoAsync(other.GetHealthAsync("svc", Freshness.Bounded, CancellationToken.None));
        Assert.Equal(2, health.Probe!.Failures);

        await ProbeBed.DoAsync(other.ProbeAsync("svc", ProbeBed.Owner, CancellationToken.None));
        var here = await ProbeBed.DoAsync(_bed.Registry.GetHealthAsync("svc", Freshness.Latest, CancellationToken.None));
        Assert.Equal((HealthStatus.Unhealthy, 3), (here.Agent.Status, here.Probe!.Failures));
    });

    [Fact]
    public void Check_OfAPage_SaysWhoAnswered() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("good");
        await _bed.RegisterAsync("bad", ("endpoint", "\"http://bad.example.com/\""));
        await _bed.RegisterAsync("silent", ("health_check", """{"kind":"none"}"""));
        _bed.Prober.Answer = target => Task.FromResult(target.Url!.Host == "bad.example.com" ? FakeProber.Broken : FakeProber.Ok);
        var query = DiscoveryQuery.Parse([], new FieldErrors())!;

        var page = await ProbeBed.DoAsync(_bed.Registry.CheckAsync(query, CancellationToken.None));

        Assert.Equal([new("bad", false), new("good", true)], page.Results.OrderBy(result => result.Key, StringComparer.Ordinal));
    });

    private async Task<List<HealthStatus>> ProbeAsync(ProbeObservation seen, int times)
    {
        _bed.Prober.Says(seen);
        var statuses = new List<HealthStatus>();
        for (var i = 0; i < times; i++)
        {
            statuses.Add((await _bed.ProbeAsync("svc")).Agent.Status);
        }

        return statuses;
    }

    private async Task SweepAsync() => await ProbeBed.DoAsync(_bed.Registry.SweepAsync(TimeSpan.Zero, CancellationToken.None));
}
