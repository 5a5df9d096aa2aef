using Registry.Core.Agents;
using Registry.Core.Health.Maintenance;
using Registry.Core.Tests.Health.Probing;

namespace Registry.Core.Tests.Agents;

/// <summary>
/// Operators that are confined to a namespace, and owners that are owners no more, on an instance that does not know that yet: what it has in memory must not decide.
/// </summary>
public sealed class MayChangeTests
{
    private static readonly Caller Confined = new("lead", CallerRole.Operator) { Namespaces = ["team:"] };

    private readonly ProbeBed _bed = new();

    public static TheoryData<string> Requests => ["owner", "maintenance", "end of maintenance", "circuit reset"];

    [Theory]
    [MemberData(nameof(Requests))]
    public void Operator_OutsideItsNamespace_IsForbiddenAndChangesNothing(string request) => _bed.Run(async () =>
    {
        var other = _bed.NewRegistry();
        await other.LoadAsync(CancellationToken.None);
        await _bed.RegisterAsync("foreign");
        var before = await _bed.FindAsync("foreign");

        var refusal = await RefusalAsync(other, request, "foreign");

        Assert.Equal(RefusalCode.Forbidden, refusal?.Code);
        Assert.Equal(before.Revision, (await _bed.FindAsync("foreign")).Revision);
    });

    [Theory]
    [MemberData(nameof(Requests))]
    public void Operator_WithinItsNamespace_IsLetIn(string request) => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("team:1");

        Assert.Null(await RefusalAsync(_bed.Registry, request, "team:1"));
    });

    [Fact]
    public void Heartbeat_OfTheFormerOwner_IsForbiddenWhereTheNewOneIsNotKnownYet() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a");
        var other = _bed.NewRegistry();
        await other.LoadAsync(CancellationToken.None);
        await ProbeBed.DoAsync(_bed.Registry.SetOwnerAsync("a", "another", Caller.Registry, CancellationToken.None));

        Assert.Equal(RefusalCode.Forbidden, (await RefusalOfAsync(other.HeartbeatAsync("a", HeartbeatRequest.Empty, ProbeBed.Owner, CancellationToken.None)))?.Code);
    });

    [Fact]
    public void Register_RepeatedByTheFormerOwner_IsRefusedAndRenewsNothing() => _bed.Run(async () =>
    {
        var request = Read.Good("""{"name":"n","type":"t","endpoint":"http://h.example.com"}""").ToRequest() with { IdempotencyKey = "k", RequestDigest = "d" };
        var registered = await ProbeBed.DoAsync(_bed.Registry.RegisterAsync(request, ProbeBed.Owner, CancellationToken.None));
        await ProbeBed.DoAsync(_bed.Registry.RegisterAsync(request, ProbeBed.Owner, CancellationToken.None));
        var given = await ProbeBed.DoAsync(_bed.Registry.SetOwnerAsync(registered.Agent.Id, "another", Caller.Registry, CancellationToken.None));

        Assert.Equal(RefusalCode.AlreadyRegistered, (await RefusalOfAsync(_bed.Registry.RegisterAsync(request, ProbeBed.Owner, CancellationToken.None)))?.Code);
        Assert.Equal(given.Revision, (await _bed.FindAsync(registered.Agent.Id)).Revision);
    });

    [Theory]
    [InlineData(Lifecycle.Registered)]
    [InlineData(Lifecycle.Discovered)]
    public void Lifecycle_SetByAnother_IsForbiddenWhateverItIsNow(Lifecycle lifecycle) => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("a", ("kind", "\"component\""));
        var rival = new Caller("rival", CallerRole.Agent);

        Assert.Equal(RefusalCode.Forbidden, (await RefusalOfAsync(_bed.Registry.Graph.Lifecycle.SetAsync("a", lifecycle, rival, CancellationToken.None)))?.Code);
    });

    [Fact]
    public void Probe_OutsideTheNamespace_IsForbiddenAndNobodyIsAsked() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("foreign");

        var outcome = await _bed.Registry.ProbeAsync("foreign", Confined, CancellationToken.None);

        Assert.False(outcome.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.Forbidden, refusal.Code);
        Assert.Empty(_bed.Prober.Targets);
    });

    private static Task<Refusal?> RefusalAsync(AgentRegistry registry, string request, string id) => request switch
    {
        "owner" => RefusalOfAsync(registry.SetOwnerAsync(id, "lead", Confined, CancellationToken.None)),
        "maintenance" => RefusalOfAsync(registry.SetMaintenanceAsync(id, new MaintenanceNote("r", null), Confined, CancellationToken.None)),
        "end of maintenance" => RefusalOfAsync(registry.EndMaintenanceAsync(id, Confined, CancellationToken.None)),
        _ => RefusalOfAsync(registry.Resolution.ResetAsync(id, Confined, CancellationToken.None)),
    };

    private static async Task<Refusal?> RefusalOfAsync<T>(Task<Outcome<T>> task) => (await task).Is(out _, out var refusal) ? null : refusal;
}
