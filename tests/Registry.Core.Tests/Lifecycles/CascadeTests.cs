using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Lifecycles.Hooks;
using Registry.Core.Tests.Agents;
using Registry.Core.Tests.Lifecycles.Hooks;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Lifecycles;

public sealed class CascadeTests
{
    private static readonly Caller Me = new("me", CallerRole.Agent);

    [Fact]
    public async Task Activate_AHookRefuses_ChangesNothing()
    {
        var told = 0;
        var registry = await RegistryAsync(new InProcessHook { Verdict = () => Task.FromResult(HookVerdict.Veto("app", "not today")), Told = () => told++ });
        await RegisterAsync(registry, "app");

        Assert.False((await registry.Graph.Lifecycle.ActivateAsync("app", cascade: false, Me, CancellationToken.None)).Is(out _, out var refusal));

        Assert.Equal(RefusalCode.HookRefused, refusal.Code);
        Assert.Equal(Lifecycle.Registered, await LifecycleAsync(registry, "app"));
        Assert.Equal(0, told);
    }

    [Fact]
    public async Task Activate_AllowedByHooks_TellsThemOnce_AndNotAgainWhereItIsSoAlready()
    {
        var (asked, told) = (0, 0);
        var registry = await RegistryAsync(new InProcessHook
        {
            Verdict = () =>
            {
                asked++;
                return Task.FromResult(HookVerdict.Allowed);
            },
            Told = () => Interlocked.Increment(ref told),
        });
        await RegisterAsync(registry, "app");
        for (var time = 0; time < 2; time++)
        {
            Assert.True((await registry.Graph.Lifecycle.ActivateAsync("app", cascade: false, Me, CancellationToken.None)).Is(out _, out _));
        }

        Assert.True(await registry.Hooks.IdleAsync(TimeSpan.FromSeconds(5), CancellationToken.None));
        Assert.Equal((1, 1), (asked, told));
    }

    [Fact]
    public async Task Cascade_ThatFailsHalfWay_SaysWhatWasDoneAndWhatWasNot()
    {
        var asked = 0;
        var registry = await RegistryAsync(new InProcessHook
        {
            Verdict = () => Task.FromResult(++asked == 3 ? HookVerdict.Veto("c", "no") : HookVerdict.Allowed),
        });
        foreach (var (id, other) in new[] { ("a", ""), ("b", "a"), ("c", "b"), ("d", "c") })
        {
            await RegisterAsync(registry, id, other);
        }

        Assert.False((await registry.Graph.Lifecycle.ActivateAsync("d", cascade: true, Me, CancellationToken.None)).Is(out _, out var refusal));

        Assert.Equal((RefusalCode.HookRefused, "c"), (refusal.Code, refusal.AgentId));
        Assert.Equal(["a", "b"], refusal.Graph!.Done!);
        Assert.Equal(["c", "d"], refusal.Graph.NotDone!);
        Assert.Equal(Lifecycle.Active, await LifecycleAsync(registry, "b"));
        Assert.Equal(Lifecycle.Registered, await LifecycleAsync(registry, "c"));
    }

    [Fact]
    public async Task Cascade_OverAnothersAgent_IsRefusedBeforeAnythingChanges()
    {
        var registry = await RegistryAsync();
        await RegisterAsync(registry, "a", "", new Caller("other", CallerRole.Agent));
        await RegisterAsync(registry, "b", "a");

        Assert.False((await registry.Graph.Lifecycle.ActivateAsync("b", cascade: true, Me, CancellationToken.None)).Is(out _, out var refusal));

        Assert.Equal((RefusalCode.Forbidden, "a"), (refusal.Code, refusal.AgentId));
        Assert.Null(refusal.Graph?.Done);
    }

    private static async Task<AgentRegistry> RegistryAsync(params ILifecycleHook[] hooks)
    {
        var time = new ManualTimeProvider();
        var clock = new StorageClock(time);
        var registry = new AgentRegistry(new InMemoryTable(time, clock), clock, time, Entropy.System, new RegistryOptions(), hooks: hooks);
        Assert.True(await registry.LoadAsync(CancellationToken.None));
        return registry;
    }

    private static async Task RegisterAsync(AgentRegistry registry, string id, string other = "", Caller? caller = null)
    {
        var body = $$"""{"id":"{{id}}","name":"{{id}}","type":"t","kind":"component","dependencies":[{{(other.Length == 0 ? "" : $"\"{other}\"")}}]}""";
        Assert.True((await registry.RegisterAsync(Read.Good(body, id).ToRequest(), caller ?? Me, CancellationToken.None)).Is(out _, out _));
    }

    private static async Task<Lifecycle> LifecycleAsync(AgentRegistry registry, string id) =>
        (await registry.GetAsync(id, Freshness.Bounded, CancellationToken.None)).Is(out var read, out _) ? read.View.Agent.Lifecycle : throw new InvalidOperationException(id);
}
