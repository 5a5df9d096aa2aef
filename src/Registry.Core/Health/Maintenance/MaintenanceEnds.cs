using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Health.Maintenance;

/// <summary>Ends the maintenance of a shard's agents whose time is over.</summary>
internal static class MaintenanceEnds
{
    public static async Task RunAsync(PartitionContext context, AgentShard shard, CancellationToken cancellationToken)
    {
        if (!context.TryNow(out var now))
        {
            return;
        }

        // Those that are not ended now are found again by the next sweep.
        var over = shard.Agents().Where(agent => agent.Maintenance?.Until <= now.Lower)
            .Select(agent => shard.Commands.ExecuteAsync(new EndMaintenanceCommand(agent.Id, onlyIfOver: true, Caller.Registry), null, cancellationToken))
            .ToList();
        foreach (var ended in over)
        {
            await ended;
        }
    }
}
