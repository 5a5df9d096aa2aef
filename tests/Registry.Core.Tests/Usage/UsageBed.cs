using Microsoft.Extensions.Logging.Abstractions;
using Registry.Core.Agents;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Core.Tests.Agents;
using Registry.Core.Tests.Storage;
using Registry.Core.Time;
using Registry.Core.Usage;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Usage;

/// <summary>Usage of one shard, counted by several processes on one table and one clock that is moved by hand.</summary>
internal sealed class UsageBed
{
    public const string Partition = "s0";

    private readonly StorageClock _clock;
    private readonly Dictionary<int, long> _owners = [];

    public UsageBed()
    {
        _clock = new StorageClock(Time);
        Inner = new InMemoryTable(Time, _clock);
        Table = new ScriptedTable(Inner);
    }

    public ManualTimeProvider Time { get; } = new();

    public InMemoryTable Inner { get; }

    public ScriptedTable Table { get; }

    /// <summary>Runs a test, the clock moving where it waits.</summary>
    public void Run(Func<Task> test) => new EventLoop(Time).Run(async () =>
    {
        await Inner.CreateIfNotExistsAsync(CancellationToken.None);

        // Two answers tell the time.
        await Inner.GetAsync(Partition, "none", CancellationToken.None);
        await Inner.GetAsync(Partition, "none", CancellationToken.None);
        await test();
    });

    public ShardUsage NewProcess() => new(
        new PartitionContext(Table, _clock, Time, Entropy.System, new RegistryOptions(), NullLogger.Instance), Partition, () => slot => _owners.GetValueOrDefault(slot));

    /// <summary>An agent in a slot, which is then its own.</summary>
    public Agent Agent(int slot, long epoch)
    {
        _owners[slot] = epoch;
        return Read.Agent(Read.Minimal) with { Slot = slot, Epoch = epoch };
    }

    public void Remove(int slot) => _owners.Remove(slot);

    /// <summary>What a process that starts now would find.</summary>
    public async Task<long> CountAsync(Agent agent)
    {
        var usage = NewProcess();
        Assert.True(await usage.Reader.ReadAsync());
        return usage.Of(agent).Count;
    }

    public async Task<List<string>> RowKeysAsync()
    {
        var page = await Inner.QueryAsync(TableRange.Prefix(Partition, RowKeys.UsagePrefix), null, CancellationToken.None);
        return [.. page.Value!.Entities.Select(row => row.RowKey)];
    }

    public static void Access(ShardUsage usage, Agent agent, int times)
    {
        for (var i = 0; i < times; i++)
        {
            usage.Accessed(agent);
        }
    }

    public static Task FoldAsync(ShardUsage usage) => usage.FoldAsync(() => Task.FromResult(true));
}
