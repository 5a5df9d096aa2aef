using Registry.Core.Agents;
using Registry.Core.Configuration;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Core.Health.Probing;
using Registry.Core.Health.Sweeping;
using Registry.Core.Sharding;
using Registry.Core.Time;
using Registry.Core.Trust;
using Registry.Core.Usage;

namespace Registry.Core.Jobs;

/// <summary>The jobs of this process, and the registry's own condition, of which their results are a part.</summary>
internal sealed class RegistryJobs(
    PartitionContext context, RegistryShards shards, TrustRegistry trust, RegistryNotes notes, RegistryUsage usage, ProbeRunner probes)
{
    private static readonly TimeSpan ResultWait = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, JobResult> _results = new(StringComparer.Ordinal);
    private SweepJob? _sweep;
    private ProbeJob? _probe;

    /// <summary>Since when expiries are limited, as this instance's last sweep saw it; 0: they are not.</summary>
    public long ProtectedSince => Volatile.Read(ref _sweep)?.ProtectedSince ?? 0;

    /// <summary>Runs the sweep now. Refusals: Conflict (another instance runs it), StorageUnavailable.</summary>
    /// <param name="leaseWait">How long to wait for another instance's run to end.</param>
    /// <param name="cancellationToken">Ends it between two shards.</param>
    public async Task<Outcome<SweepReport>> SweepAsync(TimeSpan leaseWait, CancellationToken cancellationToken)
    {
        if (!await shards.OpenAsync())
        {
            return Refusals.StorageUnavailable;
        }

        // Whoever holds the lease: what this instance counted is written by none but itself.
        await usage.FlushIfDueAsync();
        return await Sweep().RunAsync(leaseWait, cancellationToken);
    }

    /// <summary>Probes every agent that is due. Refusals: Conflict (another instance does), StorageUnavailable.</summary>
    /// <param name="leaseWait">How long to wait for another instance's run to end.</param>
    /// <param name="cancellationToken">Starts no more probes.</param>
    public async Task<Outcome<ProbeReport>> ProbeAsync(TimeSpan leaseWait, CancellationToken cancellationToken) =>
        await shards.OpenAsync() ? await Probe().RunAsync(leaseWait, cancellationToken) : Refusals.StorageUnavailable;

    /// <summary>The registry's own condition. Looks at storage once, bounded, unless it was looked at just now.</summary>
    public async Task<RegistryHealth> HealthAsync(CancellationToken cancellationToken)
    {
        var loaded = await shards.EnsureAsync(Freshness.Bounded, cancellationToken);
        var all = shards.All ?? [];
        var answers = all.Count > 0 && !all.Any(shard => shard.Memory.IsFailing);
        if (answers)
        {
            await ReadResultsAsync(cancellationToken);
        }

        var now = context.TryNow(out var instant) ? instant.Upper : context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_results)
        {
            return new RegistryHealth(
                CanRead: loaded && all.Count > 0,
                StorageAnswers: answers,
                AgeMs: all.Where(shard => shard.Memory.IsLoaded).Select(shard => shard.AgeMs).DefaultIfEmpty(0).Max(),
                all.Select(Describe).ToList(),
                new Dictionary<string, JobResult>(_results, StringComparer.Ordinal),
                ProtectedSince,
                now);
        }
    }

    private static ShardHealth Describe(AgentShard shard) =>
        new(shard.Partition, shard.Memory.IsLoaded, shard.State.Count, shard.Memory.Known, shard.Memory.IsLoaded ? shard.AgeMs : 0, shard.Memory.Corruption);

    /// <summary>Results of jobs change rarely and may be old: storage that is slow to tell them is not waited for long.</summary>
    private async Task ReadResultsAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, read) in new[] { (SweepJob.Name, Sweep().Lease.ReadResultAsync()), (ProbeJob.Name, Probe().Lease.ReadResultAsync()) })
        {
            if (await Waiting.CompletesWithinAsync(read, ResultWait, context.Time, cancellationToken) && await read is { } result)
            {
                lock (_results)
                {
                    _results[name] = result;
                }
            }
        }
    }

    private SweepJob Sweep()
    {
        lock (_results)
        {
            return _sweep ??= new SweepJob(context, shards, trust, notes);
        }
    }

    private ProbeJob Probe()
    {
        lock (_results)
        {
            return _probe ??= new ProbeJob(context, shards.All!, probes);
        }
    }
}
