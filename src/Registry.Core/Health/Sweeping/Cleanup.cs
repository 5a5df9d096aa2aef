using Registry.Core.Agents;
using Registry.Core.Agents.Commands;
using Registry.Core.Discovery;
using Registry.Core.Sharding;

namespace Registry.Core.Health.Sweeping;

/// <summary>Removes what has expired, and what was not seen for as long as an operator says.</summary>
public sealed class Cleanup
{
    /// <summary>Agents that one call removes for their inactivity, the longest unseen first; the next call goes on.</summary>
    public const int MaxInactive = 1000;

    private readonly PartitionContext _context;
    private readonly RegistryShards _shards;
    private readonly Func<TimeSpan, CancellationToken, Task<Outcome<SweepReport>>> _sweep;

    internal Cleanup(PartitionContext context, RegistryShards shards, Func<TimeSpan, CancellationToken, Task<Outcome<SweepReport>>> sweep)
    {
        _context = context;
        _shards = shards;
        _sweep = sweep;
    }

    /// <summary>Sweeps now, and again when that found lapses: only what an earlier sweep marked can expire. Refusals: Conflict (another instance sweeps), StorageUnavailable.</summary>
    /// <param name="leaseWait">How long to wait for another instance's sweep to end.</param>
    /// <param name="cancellationToken">Ends it between two shards.</param>
    /// <returns>What expired.</returns>
    public async Task<Outcome<CleanupReport>> RemoveExpiredAsync(TimeSpan leaseWait, CancellationToken cancellationToken)
    {
        var outcome = await _sweep(leaseWait, cancellationToken);
        if (!outcome.Is(out var report, out var refusal))
        {
            return refusal;
        }

        if (report.Unreachable > 0 && (await _sweep(leaseWait, cancellationToken)).Is(out var second, out _))
        {
            report = report.Plus(second);
        }

        return new CleanupReport(report.Expired, report.ExpiredServices);
    }

    /// <summary>
    /// Removes agents that were last seen and last used longer ago than <paramref name="inactiveFor"/>, but no active one without a TTL: its silence means
    /// nothing. A heartbeat that arrives while this runs may come too late, and then hears 404. Refusals: StorageUnavailable, and those of a commit.
    /// </summary>
    public async Task<Outcome<CleanupReport>> RemoveInactiveAsync(TimeSpan inactiveFor, Caller caller, CancellationToken cancellationToken)
    {
        if (!await _shards.EnsureAsync(Freshness.Latest, cancellationToken) || await _context.NowAsync(cancellationToken) is not { } now)
        {
            return Refusals.StorageUnavailable;
        }

        foreach (var shard in _shards.All!)
        {
            if (!await shard.VectorReader.ReadAsync() || !await shard.Usage.Reader.ReadAsync())
            {
                return Refusals.StorageUnavailable;
            }
        }

        var seenBefore = now.Lower - (long)inactiveFor.TotalMilliseconds;
        var removals = new List<(AgentKind Kind, Task<Outcome<bool>> Removed)>();
        foreach (var (shard, agent) in Inactive(seenBefore))
        {
            var command = new RemoveInactiveCommand(agent.Id, agent.Epoch, seenBefore, caller);
            removals.Add((agent.Registration.Kind, shard.Commands.ExecuteAsync(command, null, cancellationToken)));
        }

        return await CountAsync(removals);
    }

    private IEnumerable<(AgentShard Shard, Agent Agent)> Inactive(long seenBefore)
    {
        var inactive = new PriorityQueue<(AgentShard, Agent), long>();
        foreach (var shard in _shards.All!)
        {
            foreach (var agent in shard.Agents())
            {
                var seen = Math.Max(shard.LastSeen(agent), shard.Usage.Of(agent).Last);
                if (seen >= seenBefore || !RemoveInactiveCommand.MayRemove(agent))
                {
                    continue;
                }

                // Its top is the one seen last: the first to make room.
                if (inactive.Count < MaxInactive)
                {
                    inactive.Enqueue((shard, agent), -seen);
                }
                else
                {
                    inactive.EnqueueDequeue((shard, agent), -seen);
                }
            }
        }

        return inactive.UnorderedItems.Select(item => item.Element);
    }

    private static async Task<Outcome<CleanupReport>> CountAsync(List<(AgentKind Kind, Task<Outcome<bool>> Removed)> removals)
    {
        var report = new CleanupReport(0, 0);
        Refusal? failure = null;
        foreach (var (kind, removal) in removals)
        {
            if (!(await removal).Is(out var removed, out var refusal))
            {
                failure ??= refusal;
            }
            else if (removed)
            {
                report = new CleanupReport(report.Removed + 1, report.Services + (kind == AgentKind.Service ? 1 : 0));
            }
        }

        // What was removed is told; the next call removes the rest.
        return failure is not null && report.Removed == 0 ? failure : report;
    }
}
