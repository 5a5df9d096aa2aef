using System.Text;
using Registry.Core.Agents;
using Registry.Core.Backup;
using Registry.Core.Discovery;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Core.Tests.Events;
using Registry.Core.Tests.Storage;
using Registry.Core.Time;
using Registry.Tables.InMemory;

namespace Registry.Core.Tests.Backup;

public sealed class BackupTests
{
    private const int Agents = 150;

    private readonly EventHarness _source = new();

    [Fact]
    public async Task Import_AsManyShards_IsTheSameRegistry()
    {
        var registry = await FilledAsync();
        var export = await ExportAsync();
        var (table, clock, result) = await ImportAsync(export, null);

        Assert.Null(result.Problem);
        Assert.Equal(2, result.Shards);
        var restored = Open(table, clock);
        await AssertSameAsync(registry, restored, sameRevisions: true);
        Assert.Equal(export.Count(character => character == '\n') - 1, result.Rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Import_OtherNumberOfShards_HasEveryAgentAndGoesOn(int shards)
    {
        var registry = await FilledAsync();
        var export = await ExportAsync();
        // Longer than every lease: nobody is gone for it.
        _source.Time.Advance(TimeSpan.FromHours(1));
        var (table, clock, result) = await ImportAsync(export, shards);

        Assert.Null(result.Problem);
        Assert.Equal(shards, result.Shards);
        var restored = Open(table, clock);
        await AssertSameAsync(registry, restored, sameRevisions: false);
        await EventHarness.RegisterAsync(restored, "late");
        await EventHarness.UnregisterAsync(restored, "a7");
        Assert.True((await restored.HeartbeatAsync("a8", HeartbeatRequest.Empty, EventHarness.Owner, CancellationToken.None)).Is(out _, out var refusal), refusal?.Detail);
        Assert.True((await restored.SweepAsync(TimeSpan.Zero, CancellationToken.None)).Is(out var swept, out refusal), refusal?.Detail);
        Assert.Equal((0, 0), (swept.Unreachable, swept.Expired));
        var again = Open(table, clock);
        Assert.True((await again.GetAsync("late", Freshness.Latest, CancellationToken.None)).Is(out _, out _));
        Assert.False((await again.GetAsync("a7", Freshness.Latest, CancellationToken.None)).Is(out _, out _));
        var health = await again.HealthAsync(CancellationToken.None);
        Assert.Equal(shards, health.Shards.Count);
        Assert.All(health.Shards, shard => Assert.Null(shard.Corruption));
    }

    [Theory]
    [InlineData("s")]
    [InlineData("graph")]
    public async Task Export_WrittenToMeanwhile_IsToldAndNotImported(string partition)
    {
        // Also where it was written to after it was exported.
        await FilledAsync();
        var table = new MeddlingTable(_source.Table, static range => range.PartitionKey.StartsWith('s'), () => _source.Table.WriteAsync(
            partition == "s" ? "s1" : partition, TableOperation.MergeUnconditionally(new TableEntity(RowKeys.Head)), CancellationToken.None));
        using var output = new MemoryStream();

        var result = await new TableExport(table).RunAsync(output, CancellationToken.None);

        Assert.Contains("meanwhile", result.Problem, StringComparison.Ordinal);
        await AssertRefusedAsync(Encoding.UTF8.GetString(output.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Import_OfAFileWhoseEndIsMissing_IsRefusedAndChangesNothing(int missing)
    {
        await FilledAsync();
        var lines = (await ExportAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        await AssertRefusedAsync(string.Join('\n', lines[..^missing]));
        await AssertRefusedAsync(string.Join('\n', lines[..^missing]) + "\n" + lines[^missing][..^1]);
    }

    [Fact]
    public async Task Import_OfAFileWithALineTooFewOrTooMany_IsRefusedAndChangesNothing()
    {
        await FilledAsync();
        var lines = (await ExportAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        await AssertRefusedAsync(string.Join('\n', [.. lines[..20], .. lines[21..]]));
        await AssertRefusedAsync(string.Join('\n', [.. lines[..20], lines[19], .. lines[20..]]));
        await AssertRefusedAsync(string.Join('\n', [.. lines, lines[19]]));
    }

    [Fact]
    public async Task Import_OfAFileThatChangesMeanwhile_MakesNoRegistry()
    {
        await FilledAsync();
        var export = await ExportAsync();
        var (table, _) = NewTable();
        var reads = 0;

        var result = await new TableImport(table, _source.Time).RunAsync(
            () => new StringReader(reads++ == 0 ? export : export[..(export.Length / 2)]), null, 0, CancellationToken.None);

        Assert.Contains("Delete the table", result.Problem, StringComparison.Ordinal);
        Assert.Equal(TableStatus.NotFound, (await table.GetAsync("config", "shards", CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Export_NoRegistrysTable_IsTold() =>
        Assert.Contains("no registry's table", (await new TableExport(_source.Table).RunAsync(Stream.Null, CancellationToken.None)).Problem, StringComparison.Ordinal);

    [Fact]
    public async Task Import_TableThatIsUsed_IsRefusedAndUntouched()
    {
        await FilledAsync();
        var export = await ExportAsync();

        var result = await new TableImport(_source.Table, _source.Time).RunAsync(() => new StringReader(export), null, 0, CancellationToken.None);

        Assert.Contains("not empty", result.Problem, StringComparison.Ordinal);
        Assert.Equal(0, result.Rows);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}\n")]
    [InlineData("[\"s0\",\"a_1\",{\"Doc\":null}]\n")]
    [InlineData("[\"s0\",\"a_1\"]\n")]
    [InlineData("not JSON\n")]
    [InlineData("{\"rows\":0}\n")]
    [InlineData("{\"rows\":\"0\"}\n")]
    public Task Import_WhatIsNoExport_IsToldAndChangesNothing(string text) => AssertRefusedAsync(text);

    private async Task AssertRefusedAsync(string file)
    {
        var (table, _, result) = await ImportAsync(file, null);

        Assert.NotNull(result.Problem);
        Assert.Equal(0, result.Rows);
        Assert.NotEqual(TableStatus.Ok, (await table.QueryAsync(new TableRange("config"), null, CancellationToken.None)).Status);
    }

    private async Task<AgentRegistry> FilledAsync()
    {
        var registry = _source.Registry();
        await EventHarness.RegisterManyAsync(registry, Agents);
        await EventHarness.UnregisterAsync(registry, "a3");
        return registry;
    }

    private async Task<string> ExportAsync()
    {
        using var output = new MemoryStream();
        var result = await new TableExport(_source.Table).RunAsync(output, CancellationToken.None);
        Assert.Null(result.Problem);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private async Task<(InMemoryTable Table, StorageClock Clock, BackupResult Result)> ImportAsync(string export, int? shards)
    {
        var (table, clock) = NewTable();
        var now = _source.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return (table, clock, await new TableImport(table, _source.Time).RunAsync(() => new StringReader(export), shards, now, CancellationToken.None));
    }

    private (InMemoryTable Table, StorageClock Clock) NewTable()
    {
        var clock = new StorageClock(_source.Time);
        return (new InMemoryTable(_source.Time, clock), clock);
    }

    private AgentRegistry Open(InMemoryTable table, StorageClock clock) => new(table, clock, _source.Time, Entropy.System, new RegistryOptions());

    private static async Task AssertSameAsync(AgentRegistry expected, AgentRegistry actual, bool sameRevisions)
    {
        for (var i = 0; i < Agents; i++)
        {
            var wanted = await expected.GetAsync($"a{i}", Freshness.Latest, CancellationToken.None);
            var found = await actual.GetAsync($"a{i}", Freshness.Latest, CancellationToken.None);
            var isKnown = wanted.Is(out var before, out _);
            Assert.Equal(i != 3, isKnown);
            Assert.Equal(isKnown, found.Is(out var after, out _));
            if (isKnown)
            {
                Assert.Equal(
                    (before.View.Agent.Registration.Name, before.View.Agent.Registration.Endpoint, before.View.Agent.Owner),
                    (after.View.Agent.Registration.Name, after.View.Agent.Registration.Endpoint, after.View.Agent.Owner));
                Assert.True(!sameRevisions || before.View.Agent.Revision == after.View.Agent.Revision);
            }
        }
    }
}
