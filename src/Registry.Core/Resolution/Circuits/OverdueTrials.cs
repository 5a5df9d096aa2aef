using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Resolution.Circuits;

/// <summary>Settles the trials of a shard's agents that nobody reported on, where no resolve has done so already.</summary>
internal static class OverdueTrials
{
    public static async Task RunAsync(PartitionContext context, AgentShard shard, CancellationToken cancellationToken)
    {
        if (!context.TryNow(out var now))
        {
            return;
        }

        // Those that are not settled now are found again by the next sweep.
        var overdue = shard.AgentsWhere(CircuitState.HalfOpen).Where(agent => CircuitBreaker.IsOverdue(agent.Circuit, now))
            .Select(agent => shard.Commands.ExecuteAsync(new SettleTrialCommand(agent.Id), null, cancellationToken))
            .ToList();
        foreach (var settled in overdue)
        {
            await settled;
        }
    }
}
