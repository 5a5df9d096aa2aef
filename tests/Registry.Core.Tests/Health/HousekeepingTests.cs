using System.Text;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Health;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Core.Tests.Storage;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Health;

/// <summary>What a sweep tidies: folded pages, trimmed changes, surplus revisions; and what readers make of it.</summary>
public sealed class HousekeepingTests
{
    private static readonly Caller Owner = new("owner", CallerRole.Agent);

    private readonly ManualTimeProvider _time = new();
    private readonly StorageClock _clock;
    private readonly InMemoryTable _table;

    public HousekeepingTests()
    {
        _clock = new StorageClock(_time);
        _table = new InMemoryTable(_time, _clock);
    }

    [Fact]
    public async Task Sweep_PageOfAProcessThatIsGone_IsFoldedAndItsHeartbeatsStay()
    {
        var gone = Registry();
        await RegisterAsync(gone, "a");
        Assert.True((await gone.HeartbeatAsync("a", HeartbeatRequest.Empty, Owner, CancellationToken.None)).Is(out var beat, out _));
        Assert.Single(await RowsAsync(RowKeys.HeartbeatPrefix));

        _time.Advance(TimeSpan.FromMinutes(11));
        var sweeper = Registry();
        await SweepAsync(sweeper);

        var page = Assert.Single(await RowsAsync(RowKeys.HeartbeatPrefix));
        Assert.True(page.Timestamp > _time.GetUtcNow() - TimeSpan.FromMinutes(1));
        Assert.Equal(beat!.Timestamp, (await FindAsync(Registry(), "a")).LastSeen);

        // It was only idle: its next heartbeat finds its page gone, and writes it anew.
        Assert.True((await gone.HeartbeatAsync("a", HeartbeatRequest.Empty, Owner, CancellationToken.None)).Is(out var late, out _));
        Assert.Equal(2, (await RowsAsync(RowKeys.HeartbeatPrefix)).Count);
        Assert.Equal(late!.Timestamp, (await FindAsync(Registry(), "a")).LastSeen);
    }

    [Fact]
    public async Task Sweep_ChangesPastRetention_AreTrimmedAndAReaderBehindThemLoadsAnew()
    {
        var (writer, behind) = (Registry(), Registry());
        await RegisterAsync(writer, "first");
        await FindAsync(behind, "first");
        for (var i = 0; i < 1500; i++)
        {
            await RegisterAsync(writer, $"a{i}");
        }

        _time.Advance(TimeSpan.FromMinutes(2));
        await SweepAsync(writer);

        // The newest 1,000 stay however old they are.
        Assert.Equal(1000, (await RowsAsync(RowKeys.ChangePrefix)).Count);
        await FindAsync(behind, "a1499");
        await FindAsync(behind, "first");
        await FindAsync(Registry(), "a0");
        await RegisterAsync(behind, "after");
        await FindAsync(writer, "after");
    }

    [Fact]
    public async Task Sweep_Revisions_KeepsTheLastTenAndNoneOfTheGone()
    {
        var registry = Registry();
        await RegisterAsync(registry, "kept");
        await RegisterAsync(registry, "gone");
        for (var i = 0; i < 15; i++)
        {
            await PutAsync(registry, "kept");
            await PutAsync(registry, "gone");
        }

        await registry.UnregisterAsync("gone", Precondition.None, Owner, CancellationToken.None);
        Assert.Equal(30, (await RowsAsync(RowKeys.RevisionPrefix)).Count);
        await SweepAsync(registry);

        var revisions = await RowsAsync(RowKeys.RevisionPrefix);
        Assert.Equal(10, revisions.Count);
        Assert.All(revisions, row => Assert.Equal("kept", RowKeys.ParseRevision(row.RowKey).Id));
        var current = await FindAsync(registry, "kept");
        Assert.All(revisions, row => Assert.True(RowKeys.ParseRevision(row.RowKey).Seq < current.Agent.Revision));
    }

    [Fact]
    public async Task Sweep_RevisionsOfWhoRegistersMeanwhile_Stay()
    {
        var other = Registry();
        var table = new MeddlingTable(_table, static range => range.From?.StartsWith(RowKeys.RevisionPrefix, StringComparison.Ordinal) == true, async () =>
        {
            await RegisterAsync(other, "new");
            await PutAsync(other, "new");
        });

        await SweepAsync(Registry(table));

        Assert.Single(await RowsAsync(RowKeys.RevisionPrefix));
    }

    [Fact]
    public async Task Sweep_MoreRevisionsThanItDeletesAtOnce_GoesOnBehindThem()
    {
        var registry = Registry();
        await RegisterAsync(registry, "z");
        for (var i = 0; i < 15; i++)
        {
            await PutAsync(registry, "z");
        }

        // Of agents that are gone, before that one in the alphabet.
        for (var i = 0; i < 30; i++)
        {
            await _table.SubmitAsync(
                "s0", [.. Enumerable.Range(0, 100).Select(n => TableOperation.Insert(new TableEntity(RowKeys.Revision($"a{i}", n))))], CancellationToken.None);
        }

        await SweepAsync(registry);
        Assert.InRange((await RowsAsync(RowKeys.RevisionPrefix)).Count, 11, 3000);
        await SweepAsync(registry);

        Assert.Equal(10, (await RowsAsync(RowKeys.RevisionPrefix)).Count);
    }

    [Fact]
    public async Task Sweep_ChangesOfABusyHour_AreTrimmedAtOnce()
    {
        var registry = Registry();
        for (var i = 0; i < 3500; i++)
        {
            await RegisterAsync(registry, $"a{i}");
        }

        _time.Advance(TimeSpan.FromMinutes(2));
        await SweepAsync(registry);

        Assert.Equal(1000, (await RowsAsync(RowKeys.ChangePrefix)).Count);
    }

    [Fact]
    public async Task Sweep_AfterALongPause_MovesLeasesAndEvictsNobody()
    {
        var registry = Registry();
        await SweepAsync(registry);
        await RegisterAsync(registry, "a", ttlMs: 60_000);

        // Nobody swept, and nobody could renew, for an hour.
        _time.Advance(TimeSpan.FromHours(1));
        var restarted = Registry();
        await SweepAsync(restarted);
        Assert.Equal(HealthStatus.Healthy, (await FindAsync(restarted, "a")).Agent.Status);

        for (var round = 1; round <= 4; round++)
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            await SweepAsync(restarted, expected: round == 4 ? 1 : 0);
        }

        Assert.Equal(HealthStatus.Unreachable, (await FindAsync(restarted, "a")).Agent.Status);
    }

    [Fact]
    public async Task Sweep_MoreThanItsShare_ExpiresThatManyOldestFirst()
    {
        var registry = Registry();
        await SweepAsync(registry);
        for (var i = 0; i < 100; i++)
        {
            await RegisterAsync(registry, $"a{i}", ttlMs: 60_000);

            // More than storage time can be off by: the first 15 are the oldest for certain.
            _time.Advance(i == 14 ? TimeSpan.FromSeconds(3) : TimeSpan.Zero);
        }

        for (var round = 0; round < 8; round++)
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            await registry.SweepAsync(TimeSpan.Zero, CancellationToken.None);
        }

        var health = await registry.HealthAsync(CancellationToken.None);
        Assert.NotEqual(0, health.ProtectedSince);
        Assert.Equal(85, health.Shards.Sum(shard => shard.Agents));
        for (var i = 0; i < 100; i++)
        {
            var found = (await registry.GetAsync($"a{i}", Freshness.Latest, CancellationToken.None)).Is(out var read, out _);
            Assert.Equal(i >= 15, found);
            Assert.True(!found || read.View.Agent.Status == HealthStatus.Unreachable);
        }

        // All of them leave, and the expiries are long ago: the next sweep has nothing left to protect.
        for (var i = 15; i < 100; i++)
        {
            await registry.UnregisterAsync($"a{i}", Precondition.None, Owner, CancellationToken.None);
        }

        _time.Advance(TimeSpan.FromMinutes(11));
        await registry.SweepAsync(TimeSpan.Zero, CancellationToken.None);
        Assert.True((await registry.Events.StartAsync(EventFeed.Oldest, Freshness.Latest, CancellationToken.None)).Is(out var oldest, out _));
        var told = await registry.Events.ReadAsync(
            oldest, new EventFilter([ChangeTypes.ProtectionChanged], null), 10, TimeSpan.Zero, CancellationToken.None, CancellationToken.None);
        Assert.True(told.Is(out var batch, out _));
        Assert.Equal([("s0", "active"), ("s0", "inactive")], batch.Events.Select(happened => (happened.Subject, happened.New!)));
        Assert.All(batch.Events, happened => Assert.Contains("\"agent_id\":null", Encoding.UTF8.GetString(happened.Document("registry").Span), StringComparison.Ordinal));
    }

    private static async Task RegisterAsync(AgentRegistry registry, string id, long? ttlMs = null) =>
        Assert.True((await registry.RegisterAsync(Request(id, ttlMs), Owner, CancellationToken.None)).Is(out _, out _));

    /// <summary>Spaced so that the rate of changes allows it.</summary>
    private async Task PutAsync(AgentRegistry registry, string id)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await registry.PutAsync(Request(id, null), Precondition.None, Owner, CancellationToken.None)).Is(out _, out _));
    }

    private static async Task SweepAsync(AgentRegistry registry, int expected = 0)
    {
        var outcome = await registry.SweepAsync(TimeSpan.Zero, CancellationToken.None);
        Assert.True(outcome.Is(out var report, out _));
        Assert.Equal((expected, 0, 0), (report.Unreachable, report.Expired, report.FailedShards));
    }

    private static async Task<AgentView> FindAsync(AgentRegistry registry, string id)
    {
        var outcome = await registry.GetAsync(id, Freshness.Latest, CancellationToken.None);
        Assert.True(outcome.Is(out var read, out _));
        return read.View;
    }

    private static RegisterRequest Request(string id, long? ttlMs) =>
        new(id, new Registration { Name = id, Type = "worker", Status = HealthStatus.Healthy, TtlMs = ttlMs, Host = "h", Port = 80, Endpoint = "http://h:80" });

    private async Task<List<TableEntity>> RowsAsync(string prefix)
    {
        var rows = new List<TableEntity>();
        string? continuation = null;
        do
        {
            var page = (await _table.QueryAsync(TableRange.Prefix("s0", prefix), continuation, CancellationToken.None)).Value!;
            rows.AddRange(page.Entities);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        return rows;
    }

    private AgentRegistry Registry(ITable? table = null) => new(
        table ?? _table, _clock, _time, Entropy.System, new RegistryOptions { Shards = 1, EventRetention = TimeSpan.FromMinutes(1) });
}
