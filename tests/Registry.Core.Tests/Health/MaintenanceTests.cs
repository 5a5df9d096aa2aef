using Registry.Core.Agents;
using Registry.Core.Health;
using Registry.Core.Health.Maintenance;
using Registry.Core.Tests.Health.Probing;

namespace Registry.Core.Tests.Health;

public sealed class MaintenanceTests
{
    private static readonly Caller Operator = new("ops", CallerRole.Operator);

    private readonly ProbeBed _bed = new();

    [Fact]
    public void Maintenance_UntilATime_EndsWithTheFirstSweepAfterIt() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ("kind", "\"agent\""), ("ttl_seconds", "null"));
        var until = _bed.Time.GetUtcNow().AddSeconds(20).ToUnixTimeMilliseconds();
        var agent = await ProbeBed.DoAsync(_bed.Registry.SetMaintenanceAsync("a", new MaintenanceNote("new disk", until), Operator, CancellationToken.None));
        Assert.Equal(HealthStatus.Maintenance, agent.Status);

        _bed.Time.Advance(TimeSpan.FromSeconds(10));
        await SweepAsync();
        Assert.Equal(HealthStatus.Maintenance, (await _bed.FindAsync("a")).Status);
        _bed.Time.Advance(TimeSpan.FromSeconds(12));
        await SweepAsync();

        Assert.Equal(HealthStatus.Healthy, (await _bed.FindAsync("a")).Status);
        Assert.Equal(["healthy maintenance: new disk", "maintenance healthy: maintenance is over"], await _bed.TransitionsAsync("a"));
    });

    [Fact]
    public void Maintenance_WithoutATime_EndsWhenSomebodySaysSo() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ("kind", "\"agent\""), ("ttl_seconds", "null"));
        await ProbeBed.DoAsync(_bed.Registry.SetMaintenanceAsync("a", new MaintenanceNote("r", null), Operator, CancellationToken.None));
        _bed.Time.Advance(TimeSpan.FromDays(1));
        await SweepAsync();
        Assert.Equal(HealthStatus.Maintenance, (await _bed.FindAsync("a")).Status);

        Assert.Equal(HealthStatus.Healthy, (await ProbeBed.DoAsync(_bed.Registry.EndMaintenanceAsync("a", Operator, CancellationToken.None))).Status);
        var again = await ProbeBed.DoAsync(_bed.Registry.EndMaintenanceAsync("a", Operator, CancellationToken.None));
        Assert.Equal((await _bed.FindAsync("a")).Revision, again.Revision);
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void Maintenance_UntilThePast_IsRefused(int seconds) => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a");
        var note = new MaintenanceNote("r", _bed.Time.GetUtcNow().AddSeconds(seconds).ToUnixTimeMilliseconds());

        var outcome = await _bed.Registry.SetMaintenanceAsync("a", note, Operator, CancellationToken.None);

        Assert.False(outcome.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.InvalidRequest, refusal!.Code);
        Assert.True(refusal.Errors!.ByField.ContainsKey("until"));
    });

    [Fact]
    public void Maintenance_OfAnAgentThatIsReplaced_Stays() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a");
        await ProbeBed.DoAsync(_bed.Registry.SetMaintenanceAsync("a", new MaintenanceNote("r", null), Operator, CancellationToken.None));

        Assert.Equal("r", (await _bed.PatchAsync("a", """{"description":"d"}""")).Maintenance?.Reason);
    });

    private async Task SweepAsync() => await ProbeBed.DoAsync(_bed.Registry.SweepAsync(TimeSpan.Zero, CancellationToken.None));
}
