using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>Reads one and all, for the latest and bounded; now and then it removes an agent or sets its status.</summary>
internal sealed class OperatorProgram(SimWorld world, Cluster cluster, History history, IReadOnlyList<AgentProgram> agents, string name, double interferes)
{
    private static readonly HealthStatus[] Settable = [HealthStatus.Healthy, HealthStatus.Degraded, HealthStatus.Maintenance];

    private readonly Caller _caller = new(name, CallerRole.Operator);
    private readonly SimRandom _random = world.Random.Fork();

    // One that stays with its instance leaves the others without readers: nothing but heartbeats tells those what happened.
    private readonly RegistryClient _client = new(world, cluster, history, world.Random.Fork()) { Wanders = world.Random.Pick([0, 0.5]) };

    public async Task RunAsync()
    {
        while (!history.IsClosed)
        {
            var ids = agents.SelectMany(agent => agent.Ids).ToList();
            var freshness = _random.Chance(0.4) ? Freshness.Latest : Freshness.Bounded;
            if (ids.Count == 0 || _random.Chance(0.3))
            {
                await DiscoverAsync(freshness);
            }
            else if (cluster.IsCalm || !_random.Chance(interferes))
            {
                await GetAsync(_random.Pick(ids), freshness);
            }
            else if (_random.Chance(0.5))
            {
                await SetStatusAsync(_random.Pick(ids));
            }
            else
            {
                await UnregisterAsync(_random.Pick(ids));
            }

            await Task.Delay(_random.Between(0.05, 2), world.TrueTime);
        }
    }

    private Task GetAsync(string id, Freshness freshness)
    {
        var operation = Ask(OperationKind.Get, id, freshness);
        return _client.AskAsync(operation, async (registry, token) => await registry.GetAsync(id, freshness, token), read =>
        {
            operation.Agent = read.View.Agent;
            operation.Views = [read.View];
            operation.AgeMs = read.AgeMs;
        });
    }

    private Task DiscoverAsync(Freshness freshness)
    {
        var operation = Ask(OperationKind.Discover, "", freshness);
        return _client.AskAsync(operation, async (registry, token) => await registry.DiscoverAsync(DiscoveryQuery.All, freshness, token), result =>
        {
            operation.Views = result.Agents;
            operation.AgeMs = result.AgeMs;
        });
    }

    private Task SetStatusAsync(string id)
    {
        var status = _random.Pick(Settable);
        var operation = new Operation { Kind = OperationKind.SetStatus, Caller = _caller, AgentId = id, Marker = Marker(), Status = status };
        return _client.AskAsync(operation, (registry, token) => registry.SetStatusAsync(id, status, _caller, token), agent => operation.Agent = agent);
    }

    private Task UnregisterAsync(string id)
    {
        var operation = Ask(OperationKind.Unregister, id, Freshness.Bounded);
        return _client.AskAsync(operation, (registry, token) => registry.UnregisterAsync(id, Precondition.None, _caller, token), removed => operation.Flag = removed);
    }

    private Operation Ask(OperationKind kind, string id, Freshness freshness) =>
        new() { Kind = kind, Caller = _caller, AgentId = id, Marker = Marker(), Freshness = freshness };

    private string Marker() => $"op{history.NextNumber}";
}
