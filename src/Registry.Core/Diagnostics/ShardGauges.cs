using System.Diagnostics.Metrics;
using Registry.Core.Agents;
using Registry.Core.Health;

namespace Registry.Core.Diagnostics;

/// <summary>What memory knows anyway, read when somebody looks. Every instance shows the same agents: dashboards take the maximum, not the sum.</summary>
internal sealed class ShardGauges
{
    private static readonly HealthStatus[] Statuses = Enum.GetValues<HealthStatus>();

    private readonly RegistryShards _shards;
    private readonly Func<bool> _protected;

    private ShardGauges(RegistryShards shards, Func<bool> isProtected)
    {
        _shards = shards;
        _protected = isProtected;
    }

    public static void Add(RegistryMetrics metrics, RegistryShards shards, Func<bool> isProtected)
    {
        if (ReferenceEquals(metrics, RegistryMetrics.Silent))
        {
            return;
        }

        var gauges = new ShardGauges(shards, isProtected);
        metrics.Meter.CreateObservableGauge("registry.agents", gauges.Agents, "{agent}", "Agents by status");
        metrics.Meter.CreateObservableGauge("registry.shard.agents", gauges.ShardAgents, "{agent}", "Agents of a shard");
        metrics.Meter.CreateObservableGauge("registry.shard.age", gauges.ShardAges, "s", "Time since the newest read that confirmed a shard's state was sent");
        metrics.Meter.CreateObservableGauge("registry.shard.changes", gauges.ShardChanges, "{change}", "Number of a shard's newest change");
        metrics.Meter.CreateObservableGauge("registry.shard.failing", gauges.ShardFailing, "{shard}", "1 while a shard is not loaded, is corrupt or its newest read failed");
        metrics.Meter.CreateObservableGauge("registry.sweep.protection", gauges.Protection, "{registry}", "1 while expiries are limited, as this instance's last sweep saw it");
    }

    private IEnumerable<AgentShard> Loaded => (_shards.All ?? []).Where(shard => shard.Memory.IsLoaded);

    private static KeyValuePair<string, object?> Tag(AgentShard shard) => new("registry.shard", shard.Partition);

    private IEnumerable<Measurement<long>> Agents()
    {
        var counts = new long[Statuses.Length];
        var any = false;
        foreach (var shard in Loaded)
        {
            any = true;
            lock (shard.Memory.Gate)
            {
                for (var i = 0; i < Statuses.Length; i++)
                {
                    counts[i] += shard.State.Index.CountOf(Statuses[i]);
                }
            }
        }

        return any
            ? Statuses.Select((status, i) => new Measurement<long>(counts[i], KeyValuePair.Create<string, object?>("status", AgentWords.Status[status])))
            : [];
    }

    private IEnumerable<Measurement<long>> ShardAgents() => Loaded.Select(shard => new Measurement<long>(shard.State.Count, Tag(shard)));

    private IEnumerable<Measurement<double>> ShardAges() => Loaded.Select(shard => new Measurement<double>(shard.Memory.Age.TotalSeconds, Tag(shard)));

    private IEnumerable<Measurement<long>> ShardChanges() => Loaded.Select(shard => new Measurement<long>(shard.Memory.Known, Tag(shard)));

    private IEnumerable<Measurement<long>> ShardFailing() =>
        (_shards.All ?? []).Select(shard => new Measurement<long>(!shard.Memory.IsLoaded || shard.Memory.IsFailing ? 1 : 0, Tag(shard)));

    private long Protection() => _protected() ? 1 : 0;
}
