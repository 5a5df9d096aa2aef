using System.Text;
using Registry.Core.Agents;
using Registry.Core.Configuration;
using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Storage;
using Registry.Core.Tests.Events;

namespace Registry.Core.Tests.Configuration;

/// <summary>Entries of config on registries that share a table.</summary>
public sealed class ConfigStoreTests
{
    private static readonly Caller Operator = new("ops", CallerRole.Operator) { CorrelationId = "c-9" };

    private readonly EventHarness _harness = new();

    [Fact]
    public async Task Change_NewEntry_IsOnEveryInstance()
    {
        var (first, second) = (_harness.Registry(), _harness.Registry());

        var written = await PutAsync(first, "one", "{\"url\":\"http://a\"}");

        Assert.Null(written.Before);
        Assert.True(await second.Config.EnsureAsync(Freshness.Latest, CancellationToken.None));
        var found = Assert.Single(second.Config.Snapshot.Of(ConfigKinds.Subscription));
        Assert.Equal("{\"url\":\"http://a\"}", Encoding.UTF8.GetString(found.Doc.Span));
        Assert.Equal((written.After!.Seq, written.After.CreatedAt), (found.Seq, found.CreatedAt));
        Assert.Empty(second.Config.Snapshot.Of(ConfigKinds.Hook));
    }

    [Fact]
    public async Task Change_ManyWriters_EachDecidesOnWhatTheOthersDid()
    {
        var registries = new[] { _harness.Registry(), _harness.Registry(), _harness.Registry() };

        var writing = Task.WhenAll(Enumerable.Range(0, 60).Select(i => ChangeAsync(registries[i % 3], "count", (current, _, _) =>
            ConfigDecision.Put(Encoding.UTF8.GetBytes(((current is null ? 0 : int.Parse(Encoding.UTF8.GetString(current.Doc.Span), null)) + 1).ToString("D", null))))));
        while (!writing.IsCompleted)
        {
            // Who was slower waits before it tries again.
            _harness.Time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }

        await writing;
        Assert.True(await registries[0].Config.EnsureAsync(Freshness.Latest, CancellationToken.None));
        Assert.Equal("60", Encoding.UTF8.GetString(registries[0].Config.Snapshot.Find(ConfigKinds.Subscription, "count")!.Doc.Span));
    }

    [Fact]
    public async Task Change_Refused_ChangesNothing()
    {
        var registry = _harness.Registry();

        var outcome = await registry.Config.ChangeAsync(
            ConfigKinds.Index, "x", (_, _, _) => new Refusal(RefusalCode.Conflict, "No."), Operator, CancellationToken.None);

        Assert.False(outcome.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.Conflict, refusal.Code);
        Assert.Equal(0, registry.Config.Snapshot.Count(ConfigKinds.Index));
    }

    [Fact]
    public async Task Change_DocumentTooLong_IsRefused()
    {
        var outcome = await _harness.Registry().Config.ChangeAsync(
            ConfigKinds.Index, "x", (_, _, _) => ConfigDecision.Put(new byte[ConfigEntry.MaxDocLength + 1]), Operator, CancellationToken.None);

        Assert.False(outcome.Is(out _, out var refusal));
        Assert.Equal(RefusalCode.TooLarge, refusal.Code);
    }

    [Fact]
    public async Task Secret_OfAnotherInstance_IsReadFromItsRowAndIsInNoLogRow()
    {
        var (first, second) = (_harness.Registry(), _harness.Registry());
        await ChangeAsync(first, "one", (_, _, _) => ConfigDecision.Put("{}"u8.ToArray(), "s3cret"));
        await ChangeAsync(first, "one", (_, _, _) => ConfigDecision.Put("{\"a\":1}"u8.ToArray()));

        Assert.True(await second.Config.EnsureAsync(Freshness.Latest, CancellationToken.None));
        var entry = second.Config.Snapshot.Find(ConfigKinds.Subscription, "one")!;

        Assert.Equal("s3cret", await second.Config.ReadSecretAsync(entry));
        var rows = await _harness.Table.QueryAsync(TableRange.Prefix("config", "c_"), null, CancellationToken.None);
        Assert.Equal(2, rows.Value!.Entities.Count);
        Assert.DoesNotContain(rows.Value.Entities, row => row.TryGet("Secrets", out _));
    }

    [Fact]
    public async Task Secret_Replaced_TheOldEntryHasNone()
    {
        var registry = _harness.Registry();
        var old = (await ChangeAsync(registry, "one", (_, _, _) => ConfigDecision.Put("{}"u8.ToArray(), "first"))).After!;
        var cleared = (await ChangeAsync(registry, "one", (_, _, _) => ConfigDecision.Put("{}"u8.ToArray(), ""))).After!;

        Assert.Null(await registry.Config.ReadSecretAsync(old));
        Assert.Equal("", await registry.Config.ReadSecretAsync(cleared));
    }

    [Fact]
    public async Task Remove_Entry_IsGoneEverywhereAndAfterARestart()
    {
        var registry = _harness.Registry();
        await PutAsync(registry, "one", "{}");
        await PutAsync(registry, "two", "{}");
        await ChangeAsync(registry, "one", (_, _, _) => ConfigDecision.Remove);

        var restarted = _harness.Registry();
        Assert.True(await restarted.Config.EnsureAsync(Freshness.Bounded, CancellationToken.None));

        Assert.Equal("two", Assert.Single(restarted.Config.Snapshot.Of(ConfigKinds.Subscription)).Id);
    }

    [Fact]
    public async Task Changes_AreInTheAuditAndNotInTheFeed()
    {
        var registry = _harness.Registry();
        var cursor = await EventHarness.StartAsync(registry);
        await PutAsync(registry, "one", "{}");
        await EventHarness.RegisterAsync(registry, "a");

        var batch = await EventHarness.ReadAsync(registry, cursor);
        Assert.Equal("a", Assert.Single(batch.Events).AgentId);
        Assert.Empty((await EventHarness.ReadAsync(registry, batch.Cursor)).Events);

        var errors = new FieldErrors();
        var query = AuditQuery.Parse([new("type", "subscription.*")], errors)!;
        Assert.True((await registry.Audit.ReadAsync(query, Freshness.Bounded, CancellationToken.None)).Is(out var audit, out _));
        var item = Assert.Single(audit.Items).Change!;
        Assert.Equal(("subscription.created", "subscription/one", "ops", "c-9"), (item.Type, item.Entry, item.Actor, item.CorrelationId));
    }

    private static Task<ConfigWritten> PutAsync(AgentRegistry registry, string id, string json) =>
        ChangeAsync(registry, id, (_, _, _) => ConfigDecision.Put(Encoding.UTF8.GetBytes(json)));

    private static async Task<ConfigWritten> ChangeAsync(AgentRegistry registry, string id, ConfigDecide decide)
    {
        var outcome = await registry.Config.ChangeAsync(ConfigKinds.Subscription, id, decide, Operator, CancellationToken.None);
        Assert.True(outcome.Is(out var written, out var refusal), refusal?.Detail);
        return written;
    }
}
