using Microsoft.Extensions.Logging.Abstractions;
using Registry.Core.Agents;
using Registry.Core.Configuration;
using Registry.Core.Health.Probing;
using Registry.Core.Lifecycles.Hooks;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Core.Tests.Agents;
using Registry.Core.Tests.Storage;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Lifecycles.Hooks;

public sealed class HookRunnerTests
{
    private const string Pre = "https://hooks.example.com/pre";
    private const string Post = "https://hooks.example.com/post";
    private const string Wide = "https://wide.example.com/hook";
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();
    private readonly FakeSender _sender = new();
    private readonly ScriptedTable _table;
    private readonly PartitionContext _context;
    private readonly ConfigStore _config;
    private readonly HookCatalog _catalog;

    public HookRunnerTests()
    {
        var clock = new StorageClock(_time);
        _table = new ScriptedTable(new InMemoryTable(_time, clock));
        _context = new PartitionContext(_table, clock, _time, Entropy.System, new RegistryOptions(), NullLogger.Instance);
        _config = new ConfigStore(_context, new RegistryShards(_context));
        _catalog = new HookCatalog(_config, Entropy.System);
    }

    private static Agent Agent { get; } = Read.Agent(
        """{"name":"a","type":"Skill","kind":"component","hooks":{"pre_activation":"https://hooks.example.com/pre","post_activation":"https://hooks.example.com/post"}}""");

    [Fact]
    public async Task Before_HookAnswers2xx_IsAllowedAndWasToldWhatHappens()
    {
        var verdict = await Runner().BeforeAsync(LifecyclePhase.Activation, Agent, CancellationToken.None);

        Assert.True(verdict.IsAllowed);
        var (url, body) = Assert.Single(_sender.Calls);
        Assert.Equal(Pre, url);
        var json = Read.Json(body);
        Assert.Equal("pre_activation", json.GetProperty("hook").GetString());
        Assert.Equal(Agent.Id, json.GetProperty("agent_id").GetString());
        Assert.Equal("Skill", json.GetProperty("agent").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Before_HookRefuses_VetoesWithItsReason()
    {
        _sender.Answer(Pre, 422, "the license is over");

        var verdict = await Runner().BeforeAsync(LifecyclePhase.Activation, Agent, CancellationToken.None);

        Assert.Equal(RefusalCode.HookRefused, verdict.Refusal!.Code);
        Assert.Equal(Agent.Id, verdict.Refusal.AgentId);
        Assert.Equal("A hook refused the change: status 422: the license is over", verdict.Refusal.Detail);
    }

    [Theory]
    [InlineData(ProbeError.TimedOut, "no answer in time")]
    [InlineData(ProbeError.AddressNotAllowed, "the outbound guard does not allow this address")]
    [InlineData(ProbeError.ConnectionRefused, "connection refused")]
    public async Task Before_HookDoesNotAnswer_Vetoes(ProbeError error, string reason)
    {
        _sender.Answer(Pre, error);

        var verdict = await Runner().BeforeAsync(LifecyclePhase.Activation, Agent, CancellationToken.None);

        Assert.EndsWith(reason, verdict.Refusal!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_HooksOfTheRegistry_AreCalledForTheirTypeAndPointAlone()
    {
        await RegisterAsync(HookPoint.PreActivation, Wide + 1, null);
        await RegisterAsync(HookPoint.PreActivation, Wide + 2, "skill");
        await RegisterAsync(HookPoint.PreActivation, Wide + 3, "other");
        await RegisterAsync(HookPoint.PreDeactivation, Wide + 4, null);

        Assert.True((await Runner().BeforeAsync(LifecyclePhase.Activation, Agent, CancellationToken.None)).IsAllowed);

        Assert.Equal([Wide + 1, Wide + 2, Pre], _sender.Calls.Select(call => call.Url));
    }

    [Fact]
    public async Task Before_NoHook_CallsNobody()
    {
        Assert.True((await Runner().BeforeAsync(LifecyclePhase.Deactivation, Agent, CancellationToken.None)).IsAllowed);
        Assert.Empty(_sender.Calls);
    }

    [Fact]
    public async Task Before_RegistryDoesNotKnowItsHooks_IsRefused()
    {
        _table.IsDown = true;

        var verdict = await Runner().BeforeAsync(LifecyclePhase.Activation, Agent, CancellationToken.None);

        Assert.Equal(RefusalCode.StorageUnavailable, verdict.Refusal!.Code);
    }

    [Fact]
    public async Task Before_InProcessHookVetoes_NobodyElseIsAsked()
    {
        var hook = new InProcessHook { Verdict = () => Task.FromResult(HookVerdict.Veto(Agent.Id, "not now")) };

        var verdict = await Runner([hook]).BeforeAsync(LifecyclePhase.Activation, Agent, CancellationToken.None);

        Assert.EndsWith("not now", verdict.Refusal!.Detail, StringComparison.Ordinal);
        Assert.Empty(_sender.Calls);
    }

    [Fact]
    public async Task Before_InProcessHookThrows_Vetoes()
    {
        var hook = new InProcessHook { Verdict = () => throw new InvalidOperationException("secret detail") };

        var verdict = await Runner([hook]).BeforeAsync(LifecyclePhase.Activation, Agent, CancellationToken.None);

        Assert.Equal(RefusalCode.HookRefused, verdict.Refusal!.Code);
        Assert.DoesNotContain("secret", verdict.Refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_InProcessHookNeverAnswers_VetoesAfterItsTime()
    {
        var hook = new InProcessHook { Verdict = () => new TaskCompletionSource<HookVerdict>().Task };
        var asked = Runner([hook]).BeforeAsync(LifecyclePhase.Activation, Agent, CancellationToken.None).AsTask();

        Assert.False(asked.IsCompleted);
        _time.Advance(HookRunner.Timeout);

        Assert.EndsWith("no answer in time", (await asked).Refusal!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_HookHangs_ReturnsAtOnce()
    {
        var answer = new TaskCompletionSource<HookAnswer>();
        _sender.Answer(Post, () => answer.Task);
        var runner = Runner();

        await runner.AfterAsync(LifecyclePhase.Activation, Agent, CancellationToken.None);

        var idle = runner.IdleAsync(Long, CancellationToken.None);
        Assert.False(idle.IsCompleted);
        answer.SetResult(new HookAnswer(ProbeError.None, 500, "no"));
        Assert.True(await idle);
        Assert.Equal(Post, Assert.Single(_sender.Calls).Url);
    }

    [Fact]
    public async Task After_InProcessHookThrows_TheOthersAreTold()
    {
        var hook = new InProcessHook { Told = () => throw new InvalidOperationException() };
        var runner = Runner([hook]);

        await runner.AfterAsync(LifecyclePhase.Activation, Agent, CancellationToken.None);

        Assert.True(await runner.IdleAsync(Long, CancellationToken.None));
        Assert.Equal(Post, Assert.Single(_sender.Calls).Url);
    }

    [Fact]
    public async Task After_HooksFail_OneErrorIsToldInTenSeconds()
    {
        _sender.Answer(Post, static () => Task.FromResult(new HookAnswer(ProbeError.None, 500, "out of order")));
        var runner = Runner();

        for (var i = 0; i < 3; i++)
        {
            await runner.AfterAsync(LifecyclePhase.Activation, Agent, CancellationToken.None);
        }

        Assert.True(await runner.IdleAsync(Long, CancellationToken.None));
        var rows = await _table.QueryAsync(TableRange.Prefix("config", RowKeys.ChangePrefix), null, CancellationToken.None);
        var told = Assert.Single(rows.Value!.Entities, row => row.Text(Columns.Change) == ChangeTypes.RegistryError);
        Assert.Contains("out of order", told.Text(Columns.Reason), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_MoreThanWait_TheRestIsDropped()
    {
        var answer = new TaskCompletionSource<HookAnswer>();
        _sender.Answer(Post, () => answer.Task);
        var runner = Runner();

        for (var i = 0; i < PostHooks.MaxWaiting + 100; i++)
        {
            await runner.AfterAsync(LifecyclePhase.Activation, Agent, CancellationToken.None);
        }

        answer.SetResult(new HookAnswer(ProbeError.None, 200, null));
        Assert.True(await runner.IdleAsync(Long, CancellationToken.None));
        Assert.InRange(_sender.Calls.Count, PostHooks.MaxWaiting, PostHooks.MaxWaiting + 99);
    }

    private async Task RegisterAsync(HookPoint point, string url, string? type)
    {
        Assert.True((await _catalog.AddAsync(point, url, type, Caller.Registry, CancellationToken.None)).Is(out _, out var refusal), refusal?.Detail);
        _time.Advance(TimeSpan.FromMilliseconds(1));
    }

    private HookRunner Runner(IReadOnlyList<ILifecycleHook>? inProcess = null) => new(_context, _sender, inProcess ?? [], _catalog, new RegistryNotes(_context, _config));
}
