using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Sharding;

namespace Registry.Core.Lifecycles;

/// <summary>
/// Executes commands on the graph. What they are told of agents is at most as old as the request: the shards are read first, all at once, and
/// together with other requests'.
/// </summary>
internal sealed class GraphCommands(PartitionContext context, RegistryShards shards)
{
    public GraphPartition Graph => shards.Graph;

    public async Task<Outcome<T>> ExecuteAsync<T>(ICommand<GraphNode, GraphOverlay, T> command, CancellationToken cancellationToken) =>
        await RefreshAsync(cancellationToken) ? await Graph.Commands.ExecuteAsync(command, null, cancellationToken) : Refusals.StorageUnavailable;

    /// <summary>As <see cref="ExecuteAsync"/>, after <see cref="RefreshAsync"/>.</summary>
    public Task<Outcome<T>> ExecuteRefreshedAsync<T>(ICommand<GraphNode, GraphOverlay, T> command, CancellationToken cancellationToken) =>
        Graph.Commands.ExecuteAsync(command, null, cancellationToken);

    /// <summary>Makes shards and graph as new as this call. False: storage does not answer now.</summary>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var isTimed = context.TryNow(out var before);
        if (!await shards.EnsureAsync(Freshness.Latest, cancellationToken))
        {
            return false;
        }

        if (isTimed)
        {
            Graph.State.AgentsRead(before);
        }

        return true;
    }

    /// <summary>Looks at the confirmed state with the eyes of a command.</summary>
    public T Look<T>(Func<GraphOverlay, T> look) => Graph.Read(state => look(state.Overlay(0)));

    public AgentView View(Agent agent) => new(agent, shards.Of(agent.Id).LastSeen(agent));

    public long AgeMs(string id) => shards.Of(id).AgeMs;
}
