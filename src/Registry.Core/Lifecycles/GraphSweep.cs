using Registry.Core.Agents;
using Registry.Core.Dependencies.Commands;
using Registry.Core.Sharding;

namespace Registry.Core.Lifecycles;

/// <summary>What a sweep tidies in the graph: nodes whose registration no shard has, 60 s after their last change.</summary>
internal sealed class GraphSweep(PartitionContext context, GraphCommands commands)
{
    /// <summary>Returns how many nodes went. Every step may fail: the next sweep finds the rest.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // The time first: however long what follows takes, the shards are read after it.
        if (!context.TryNow(out var now) || !await commands.RefreshAsync(cancellationToken))
        {
            return 0;
        }

        var state = commands.Graph.State;
        var forgotten = state.Nodes
            .Where(node => now.Lower - node.ChangedAt > GraphOverlay.PendingMs && state.Agent(node.Id)?.MutationId != node.MutationId)
            .OrderBy(static node => node.Id, StringComparer.Ordinal)
            .Select(node => commands.ExecuteRefreshedAsync(new ForgetCommand(node.Id, node.MutationId, Caller.Registry), cancellationToken))
            .ToList();
        var gone = 0;
        foreach (var task in forgotten)
        {
            gone += (await task).Is(out var was, out _) && was ? 1 : 0;
        }

        return gone;
    }
}
