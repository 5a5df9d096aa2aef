using Registry.Core.Agents;
using Registry.Core.Health.Maintenance;
using Registry.Core.Tests.Health.Probing;

namespace Registry.Core.Tests.Agents;

/// <summary>
/// An operator that is confined to a namespace, on an instance that does not know the agent yet: only the commit can tell that it is outside.
/// </summary>
public sealed class NamespaceTests
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
    public void Probe_OutsideTheNamespace_IsForbiddenAndNobodyIsAsked() => _bed.Run(async () =>
    {
        await _bed.RegisterAsync("foreign");

        var outcome = await _bed.Registry.ProbeAsync("foreign", Confined, CancellationToken.None);

        Assert.False(outcome.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.Forbidden, refusal.Code);
        Assert.Empty(_bed.Prober.Targets);
    });

    private static async Task<Refusal?> RefusalAsync(AgentRegistry registry, string request, string id)
    {
        async Task<Refusal?> Of<T>(Task<Outcome<T>> task) => (await task).Is(out _, out var refusal) ? null : refusal;
        return request switch
        {
            "owner" => await Of(registry.SetOwnerAsync(id, "lead", Confined, CancellationToken.None)),
            "maintenance" => await Of(registry.SetMaintenanceAsync(id, new MaintenanceNote("r", null), Confined, CancellationToken.None)),
            "end of maintenance" => await Of(registry.EndMaintenanceAsync(id, Confined, CancellationToken.None)),
            _ => await Of(registry.Resolution.ResetAsync(id, Confined, CancellationToken.None)),
        };
    }
}
