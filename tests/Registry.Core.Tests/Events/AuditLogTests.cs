using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Events;

namespace Registry.Core.Tests.Events;

public sealed class AuditLogTests
{
    private readonly EventHarness _harness = new();

    [Theory]
    [InlineData("limit=300")]
    [InlineData("limit=1000&actor=owner")]
    public async Task Read_PageByPageFromStorage_GivesEachChangeOnceTheNewestFirst(string query)
    {
        var writer = _harness.Registry();
        await EventHarness.RegisterManyAsync(writer, 2500);

        foreach (var registry in new[] { writer, _harness.Registry() })
        {
            var found = await DrainAsync(registry, query);

            Assert.Equal(2500, found.Select(item => item.Change!.Id).Distinct().Count());
            Assert.Equal(2500, found.Count);
            foreach (var partition in found.GroupBy(item => item.Change!.Partition))
            {
                Assert.Equal(partition.Select(item => item.Change!.Seq).OrderDescending(), partition.Select(item => item.Change!.Seq));
            }
        }
    }

    [Fact]
    public async Task Read_WhatIsFarBack_IsFoundInBoundedSteps()
    {
        var writer = _harness.Registry();
        await EventHarness.RegisterAsync(writer, "needle");
        await EventHarness.RegisterManyAsync(writer, 6000);
        var reader = _harness.Registry();
        await EventHarness.StartAsync(reader);
        var before = _harness.Counters.Snapshot.Queries;

        var first = await ReadAsync(reader, "actor=nobody");

        Assert.Empty(first.Items);
        Assert.NotNull(first.Cursor);
        Assert.InRange(_harness.Counters.Snapshot.Queries - before, 1, 12);
        Assert.Equal("needle", Assert.Single(await DrainAsync(reader, "agent=needle")).Change!.AgentId);
    }

    [Fact]
    public async Task Read_TrimmedMeanwhile_EndsWhereTheLogDoes()
    {
        var harness = new EventHarness(shards: 1);
        var registry = harness.Registry();
        await EventHarness.RegisterManyAsync(registry, 1500);
        var first = await ReadAsync(registry, "limit=400");
        harness.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await registry.SweepAsync(TimeSpan.Zero, CancellationToken.None)).Is(out _, out _));

        var rest = await DrainAsync(registry, "limit=400", first.Cursor);

        Assert.Equal(600, rest.Count);
    }

    [Fact]
    public async Task Read_MoreRefusalsThanAreKept_HasTheNewest()
    {
        var registry = _harness.Registry();
        for (var i = 0; i < 1200; i++)
        {
            registry.Audit.Add(new RefusedRequest("forbidden", 403, "DELETE", "/agents/{id}") { AgentId = $"a{i}" });
        }

        var found = await DrainAsync(registry, "success=false&limit=70");

        Assert.Equal(Enumerable.Range(200, 1000).Reverse().Select(i => $"a{i}"), found.Select(item => item.Refusal!.AgentId));
    }

    [Fact]
    public async Task Read_OneIsRefusedWithoutEnd_OthersRefusalsStay()
    {
        var registry = _harness.Registry();
        var refused = new RefusedRequest("forbidden", 403, "DELETE", "/agents/{id}");
        for (var i = 0; i < 10; i++)
        {
            registry.Audit.Add(refused with { Actor = $"key{i}", AgentId = $"a{i}" });
        }

        for (var i = 0; i < 3000; i++)
        {
            registry.Audit.Add(refused with { Actor = i % 3 == 0 ? "eager" : null, Code = "unauthorized", Status = 401 });
        }

        var found = (await DrainAsync(registry, "success=false&limit=1000")).Select(static item => item.Refusal!).ToList();

        Assert.Equal(Enumerable.Range(0, 10).Reverse().Select(i => $"a{i}"), found.Where(static one => one.Code == "forbidden").Select(static one => one.AgentId));
        Assert.Equal(1000, found.Count);
        Assert.Equal(found.Select(static one => one.Number).OrderDescending(), found.Select(static one => one.Number));
    }

    [Fact]
    public async Task Read_ManyWithOneRefusalEach_LosesTheOldest()
    {
        var registry = _harness.Registry();
        for (var i = 0; i < 1200; i++)
        {
            registry.Audit.Add(new RefusedRequest("forbidden", 403, "DELETE", "/agents/{id}") { Actor = $"key{i}" });
        }

        var found = await DrainAsync(registry, "success=false&limit=1000");

        Assert.Equal(Enumerable.Range(200, 1000).Reverse().Select(i => $"key{i}"), found.Select(static item => item.Refusal!.Actor));
    }

    [Fact]
    public async Task Read_CursorOfAnotherInstance_GoesOnWithChangesAndWithoutItsRefusals()
    {
        var (first, second) = (_harness.Registry(), _harness.Registry());
        await EventHarness.RegisterAsync(first, "a");
        _harness.Time.Advance(TimeSpan.FromSeconds(10));
        first.Audit.Add(new RefusedRequest("forbidden", 403, "DELETE", "/agents/{id}"));
        second.Audit.Add(new RefusedRequest("conflict", 409, "POST", "/agents/register"));
        var page = await ReadAsync(first, "limit=1");
        Assert.Equal("forbidden", Assert.Single(page.Items).Refusal!.Code);

        var rest = await DrainAsync(second, "limit=1", page.Cursor);

        Assert.Equal("a", Assert.Single(rest).Change!.AgentId);
    }

    private static async Task<List<AuditItem>> DrainAsync(AgentRegistry registry, string query, string? cursor = null)
    {
        var items = new List<AuditItem>();
        do
        {
            var batch = await ReadAsync(registry, cursor is null ? query : $"{query}&cursor={cursor}");
            items.AddRange(batch.Items);
            cursor = batch.Cursor;
        }
        while (cursor is not null);

        return items;
    }

    private static async Task<AuditBatch> ReadAsync(AgentRegistry registry, string query)
    {
        var errors = new FieldErrors();
        var parameters = query.Split('&').Select(parameter => parameter.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1]));
        var parsed = AuditQuery.Parse(parameters, errors);
        Assert.NotNull(parsed);
        Assert.True((await registry.Audit.ReadAsync(parsed, Freshness.Latest, CancellationToken.None)).Is(out var batch, out var refusal), refusal?.Detail);
        return batch;
    }
}
