using Microsoft.Extensions.Logging;
using Registry.Core.Agents.Quotas;
using Registry.Core.Diagnostics;
using Registry.Core.Events;
using Registry.Core.Jobs;
using Registry.Core.Resolution.Providers;
using Registry.Core.Storage;
using Registry.Core.Time;

namespace Registry.Core.Sharding;

/// <summary>What every partition works with.</summary>
internal sealed record PartitionContext(
    ITable Table, StorageClock Clock, TimeProvider Time, Entropy Entropy, RegistryOptions Options, ILogger Logger)
{
    /// <summary>128 random bits drawn at start; never a host or site id, so that two processes can't share a vector.</summary>
    public string Process { get; } = Entropy.NextId();

    /// <summary>Where every partition tells what it applies.</summary>
    public EventHub Events { get; } = new();

    /// <summary>Who still needs old changes.</summary>
    public LogHolds Holds { get; } = new();

    /// <summary>How many agents each owner has.</summary>
    public OwnerTally Owners { get; } = new();

    /// <summary>Who can be resolved: every shard tells it what it applies.</summary>
    public ProviderIndex Providers { get; } = new();

    public RegistryMetrics Metrics { get; init; } = RegistryMetrics.Silent;

    /// <summary>Storage time, asked for where it is not known: after a long rest two answers say it. Null: storage does not.</summary>
    public async ValueTask<StorageInstant?> NowAsync(CancellationToken cancellationToken)
    {
        const int Answers = 2;
        for (var asked = 0; ; asked++)
        {
            if (TryNow(out var now))
            {
                return now;
            }

            if (asked == Answers)
            {
                return null;
            }

            await Table.GetAsync(JobLease.Partition, RowKeys.Shards, cancellationToken);
        }
    }

    /// <summary>Storage time, when it is known well enough to stamp and judge by.</summary>
    public bool TryNow(out StorageInstant now)
    {
        if (Options.Keeps(Safeguard.StorageTime))
        {
            return Clock.TryNow(out now);
        }

        var wall = Time.GetUtcNow().ToUnixTimeMilliseconds();
        now = new StorageInstant(wall, wall);
        return true;
    }
}
