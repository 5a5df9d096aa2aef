using System.Globalization;
using System.Text;
using Registry.Core.Agents;
using Registry.Core.Backup;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Core.Sharding;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Backup;

/// <summary>Agents that have a history, in another number of shards.</summary>
public sealed class ReshardingTests
{
    private const int Agents = 12;
    private static readonly Caller Owner = new("owner", CallerRole.Agent);
    private static readonly Caller Operator = new("operator", CallerRole.Operator);

    private readonly ManualTimeProvider _time = new();
    private readonly StorageClock _clock;

    public ReshardingTests() => _clock = new StorageClock(_time);

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    public void Import_AgentsWithNodes_CanBeChangedInLifecycleAndDependencies(int before, int after) => new EventLoop(_time).Run(async () =>
    {
        var source = NewTable();
        var registry = Open(source, before);
        await FillAsync(registry);
        var restored = Open(await CopyAsync(source, after), after);

        for (var i = 0; i < Agents; i++)
        {
            var (id, other) = (Name("u", i), Name("a", i));
            Assert.Equal(Lifecycle.Inactive, (await GetAsync(restored, id)).Lifecycle);

            var again = await restored.RegisterAsync(Request(id, 0) with { Dependencies = [Name("a", i + 1)] }, Owner, CancellationToken.None);
            Assert.False(again.Is(out _, out var refusal));
            Assert.Equal(RefusalCode.AlreadyRegistered, refusal.Code);
            Assert.Equal([other], (await GetAsync(restored, id)).Node!.Dependencies);

            var lifecycle = restored.Graph.Lifecycle;
            var dependencies = restored.Graph.Dependencies;
            await DoAsync(lifecycle.ActivateAsync(id, cascade: true, Owner, CancellationToken.None));
            Assert.Equal(Lifecycle.Active, (await GetAsync(restored, id)).Lifecycle);
            Pause();
            Assert.Empty(await DoAsync(dependencies.ValidateAsync(id, Freshness.Latest, CancellationToken.None)));
            Assert.True(await DoAsync(dependencies.AddAsync(id, "base", Owner, CancellationToken.None)));
            Assert.True(await DoAsync(dependencies.RemoveAsync(id, other, Owner, CancellationToken.None)));
            Pause();
            Assert.Equal(Lifecycle.Error, (await DoAsync(lifecycle.FailAsync(id, "broke", Owner, CancellationToken.None))).Agent.Lifecycle);
            await DoAsync(lifecycle.ClearAsync(id, Owner, CancellationToken.None));
            Pause();
            await DoAsync(lifecycle.DeactivateAsync(id, cascade: false, force: true, Owner, CancellationToken.None));
            Assert.Equal(["base"], (await GetAsync(restored, id)).Node!.Dependencies);
        }
    });

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    public void Import_AgentsWithVersions_CanBeReplacedAndRolledBack(int before, int after) => new EventLoop(_time).Run(async () =>
    {
        var source = NewTable();
        var registry = Open(source, before);
        await FillAsync(registry);
        var restored = Open(await CopyAsync(source, after), after);

        for (var i = 0; i < Agents; i++)
        {
            foreach (var id in new[] { Name("a", i), Name("u", i) })
            {
                var was = (await DoAsync(registry.Versions.ListAsync(id, Freshness.Latest, CancellationToken.None))).Versions[0];
                var first = Assert.Single((await DoAsync(restored.Versions.ListAsync(id, Freshness.Latest, CancellationToken.None))).Versions);
                Assert.Equal((was.Time, was.Actor, was.Type), (first.Time, first.Actor, first.Type));
                Assert.Equal((await GetAsync(restored, id)).Revision, first.Revision);

                await DoAsync(restored.PutAsync(Request(id, 8), Precondition.None, Owner, CancellationToken.None));
                await DoAsync(restored.PutAsync(Request(id, 9), Precondition.None, Owner, CancellationToken.None));
                var versions = (await DoAsync(restored.Versions.ListAsync(id, Freshness.Latest, CancellationToken.None))).Versions;
                Assert.Equal(["9", "8", was.Agent.Registration.Version], versions.Select(static version => version.Agent.Registration.Version));
                Assert.Equal(first.Revision, versions[^1].Revision);

                await DoAsync(restored.Versions.RollBackAsync(id, first.Revision, Precondition.None, Owner, CancellationToken.None));
                Assert.Equal(was.Agent.Registration.Version, (await GetAsync(restored, id)).Registration.Version);
                Pause();
            }
        }
    });

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 1)]
    public void Import_NumbersOfBefore_MeanNothingAfterwards(int before, int after) => new EventLoop(_time).Run(async () =>
    {
        var source = NewTable();
        var registry = Open(source, before);
        await FillAsync(registry);
        var newest = await NewestAsync(source, before);
        var copy = await CopyAsync(source, after);
        var restored = Open(copy, after);

        for (var i = 0; i < Agents; i++)
        {
            var id = Name("a", i);
            var old = (await GetAsync(registry, id)).Revision;
            var agent = await GetAsync(restored, id);
            Assert.True(agent.Epoch > newest && agent.VersionSeq >= agent.Epoch && agent.Revision >= agent.VersionSeq);
            for (var number = 1; number <= newest; number++)
            {
                var put = await restored.PutAsync(Request(id, 7), new Precondition([number]), Owner, CancellationToken.None);
                Assert.False(put.Is(out _, out var refusal));
                Assert.Equal(RefusalCode.PreconditionFailed, refusal.Code);
            }

            Assert.NotEqual(old, agent.Revision);
        }

        Assert.True(await NewestAsync(copy, after) > newest);
    });

    [Fact]
    public void Import_OfAnImportOfTheSameMoment_GoesOnAsWell() => new EventLoop(_time).Run(async () =>
    {
        var source = NewTable();
        await FillAsync(Open(source, 1));
        var restored = Open(await CopyAsync(await CopyAsync(source, 4), 2), 2);

        for (var i = 0; i < Agents; i++)
        {
            await DoAsync(restored.PutAsync(Request(Name("a", i), 8), Precondition.None, Owner, CancellationToken.None));
            await DoAsync(restored.PutAsync(Request(Name("a", i), 9), Precondition.None, Owner, CancellationToken.None));
            await DoAsync(restored.Graph.Lifecycle.ActivateAsync(Name("u", i), cascade: true, Owner, CancellationToken.None));
        }
    });

    /// <summary>Agents of which half were replaced, and as many that are deactivated and depend on one of them each.</summary>
    private async Task FillAsync(AgentRegistry registry)
    {
        await DoAsync(registry.RegisterAsync(Request("base", 1), Owner, CancellationToken.None));
        for (var i = 0; i <= Agents; i++)
        {
            await DoAsync(registry.RegisterAsync(Request(Name("a", i), 1), Owner, CancellationToken.None));
        }

        for (var i = 0; i < Agents; i += 2)
        {
            Pause();
            await DoAsync(registry.PutAsync(Request(Name("a", i), 2), Precondition.None, Operator, CancellationToken.None));
            await DoAsync(registry.PutAsync(Request(Name("a", i), 3), Precondition.None, Operator, CancellationToken.None));
        }

        for (var i = 0; i < Agents; i++)
        {
            await DoAsync(registry.RegisterAsync(Request(Name("u", i), 1) with { Dependencies = [Name("a", i)] }, Owner, CancellationToken.None));
            await DoAsync(registry.Graph.Lifecycle.ActivateAsync(Name("u", i), cascade: true, Owner, CancellationToken.None));
            await DoAsync(registry.Graph.Lifecycle.DeactivateAsync(Name("u", i), cascade: false, force: true, Owner, CancellationToken.None));
        }

        Pause();
    }

    private async Task<InMemoryTable> CopyAsync(InMemoryTable source, int shards)
    {
        using var output = new MemoryStream();
        Assert.Null((await new TableExport(source).RunAsync(output, CancellationToken.None)).Problem);
        var target = NewTable();
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var result = await new TableImport(target, _time).RunAsync(() => new StringReader(Encoding.UTF8.GetString(output.ToArray())), shards, now, CancellationToken.None);
        Assert.Null(result.Problem);
        return target;
    }

    /// <summary>The largest number of any shard's head.</summary>
    private static async Task<long> NewestAsync(InMemoryTable table, int shards)
    {
        var newest = 0L;
        for (var i = 0; i < shards; i++)
        {
            newest = Math.Max(newest, (await table.GetAsync(Name("s", i), RowKeys.Head, CancellationToken.None)).Value!.Int64(Columns.Seq));
        }

        return newest;
    }

    private InMemoryTable NewTable() => new(_time, _clock);

    private AgentRegistry Open(InMemoryTable table, int shards) =>
        new(table, _clock, _time, Entropy.System, new RegistryOptions { Shards = shards });

    /// <summary>Longer than anybody's changes are counted.</summary>
    private void Pause() => _time.Advance(TimeSpan.FromSeconds(5));

    private static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");

    private static RegisterRequest Request(string id, int version) => new(id, new Registration
    {
        Name = id,
        Type = "worker",
        Status = HealthStatus.Healthy,
        Host = "h",
        Port = 80,
        Endpoint = "http://h:80",
        Version = version.ToString(CultureInfo.InvariantCulture),
    });

    private static async Task<Agent> GetAsync(AgentRegistry registry, string id)
    {
        Assert.True((await registry.GetAsync(id, Freshness.Latest, CancellationToken.None)).Is(out var read, out var refusal), refusal?.Detail);
        return read.View.Agent;
    }

    private static async Task<T> DoAsync<T>(Task<Outcome<T>> task)
    {
        Assert.True((await task).Is(out var value, out var refusal), refusal?.Detail);
        return value;
    }
}
