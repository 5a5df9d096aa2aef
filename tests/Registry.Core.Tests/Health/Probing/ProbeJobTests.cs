using Registry.Core.Health.Probing;

namespace Registry.Core.Tests.Health.Probing;

public sealed class ProbeJobTests
{
    private const int Bound = 256;

    private readonly ProbeBed _bed = new();

    [Fact]
    public void Run_NewAgents_AreProbedAtTheFirstTickAndThenOnceAnInterval() => _bed.Run(async () =>
    {
        for (var i = 0; i < 50; i++)
        {
            await _bed.RegisterAsync($"svc-{i}");
        }

        Assert.Equal(new ProbeReport(50, 0, 0), await _bed.ProbeDueAsync());
        var started = _bed.Time.GetUtcNow();
        var probed = 0;
        while (_bed.Time.GetUtcNow() < started + TimeSpan.FromSeconds(300))
        {
            _bed.Time.Advance(TimeSpan.FromSeconds(5));
            var report = await _bed.ProbeDueAsync();
            Assert.InRange(report.Probed, 0, 25);
            probed += report.Probed;
        }

        Assert.InRange(probed, 10 * 50, (10 * 50) + 50);
    });

    [Fact]
    public void Run_ManyDue_KeepsToTheBoundAndProbesAll() => _bed.Run(async () =>
    {
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => _bed.RegisterAsync($"svc-{i}")));
        _bed.Prober.Answer = async _ =>
        {
            for (var i = 0; i < 50; i++)
            {
                await Task.Yield();
            }

            return FakeProber.Ok;
        };

        Assert.Equal(1000, (await _bed.ProbeDueAsync()).Succeeded);
        Assert.Equal(1000, _bed.Prober.Targets.Count);
        Assert.InRange(_bed.Prober.MostInFlight, 2, Bound);
    });

    [Fact]
    public void Run_OneNeverAnswers_TheOthersAreProbedAndTheNextRunComes() => _bed.Run(async () =>
    {
        var hung = new TaskCompletionSource<ProbeObservation>();
        await _bed.RegisterAsync("hung", ("endpoint", "\"http://hung.example.com/\""));
        await _bed.RegisterAsync("good");
        _bed.Prober.Answer = target => target.Url!.Host == "hung.example.com" ? hung.Task : Task.FromResult(FakeProber.Ok);

        Assert.Equal(new ProbeReport(1, 0, 0), await _bed.ProbeDueAsync());
        _bed.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(new ProbeReport(1, 0, 0), await _bed.ProbeDueAsync());
        Assert.Single(_bed.Prober.Targets, target => target.Url!.Host == "hung.example.com");

        hung.SetResult(new ProbeObservation(ProbeError.TimedOut, 60_000));
        Assert.Equal(1, (await _bed.ProbeAsync("hung")).Probe!.Failures);
    });

    [Fact]
    public void Run_ProberFails_IsAFaultOfThatOneAlone() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("odd", ("endpoint", "\"http://odd.example.com/\""));
        await _bed.RegisterAsync("good");
        _bed.Prober.Answer = target => target.Url!.Host == "odd.example.com"
            ? Task.FromException<ProbeObservation>(new InvalidOperationException("a fault"))
            : Task.FromResult(FakeProber.Ok);

        Assert.Equal(new ProbeReport(1, 0, 1), await _bed.ProbeDueAsync());
    });

    [Fact]
    public void Run_WhileAnotherInstanceRuns_IsRefusedAndProbesNobodyTwice() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("svc");
        var answer = new TaskCompletionSource<ProbeObservation>();
        _bed.Prober.Answer = _ => answer.Task;
        var first = _bed.Registry.ProbeDueAsync(TimeSpan.Zero, CancellationToken.None);
        var second = await _bed.NewRegistry().ProbeDueAsync(TimeSpan.Zero, CancellationToken.None);
        answer.SetResult(FakeProber.Ok);

        Assert.False(second.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.Conflict, refusal!.Code);
        Assert.Equal(new ProbeReport(1, 0, 0), await ProbeBed.DoAsync(first));
        Assert.Equal(new ProbeReport(0, 0, 0), await ProbeBed.DoAsync(_bed.NewRegistry().ProbeDueAsync(TimeSpan.Zero, CancellationToken.None)));
    });

    [Fact]
    public void Run_Targets_AreWhatIsRegistered() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ("endpoint", "\"https://u:p@a.example.com/base/?key=v\""), ("health_check", """{"path":"/up?x=1","method":"head","timeout_seconds":1.5}"""));
        await _bed.RegisterAsync("b", ("kind", "\"system\""), ("endpoint", "\"tcp://b.example.com:5432\""));
        await _bed.RegisterAsync("c", ("kind", "\"agent\""), ("health_check", """{"kind":"a2a","interval_seconds":2,"timeout_seconds":2}"""));
        await _bed.RegisterAsync("d", ("health_check", """{"interval_seconds":86400,"timeout_seconds":86400}"""));
        await _bed.RegisterAsync("e", ("kind", "\"agent\""));

        await _bed.ProbeDueAsync();

        Assert.Equal(
            [
                "A2A GET http://svc.example.com:8080/.well-known/agent-card.json 2",
                "Http GET http://svc.example.com:8080/health 60",
                "Http HEAD https://a.example.com/base/up?x=1 1.5",
                "Tcp b.example.com:5432 5",
            ],
            _bed.Prober.Targets.Select(Text).Order(StringComparer.Ordinal));
    });

    private static string Text(ProbeTarget target)
    {
        var where = target.Url is null ? $"{target.Host}:{target.Port}" : $"{target.Method} {target.Url}";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{target.Kind} {where} {target.Timeout.TotalSeconds}");
    }
}
