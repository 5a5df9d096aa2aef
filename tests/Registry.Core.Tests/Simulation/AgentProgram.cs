using System.Text;
using Registry.Core.Agents;
using Registry.Core.Health;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>A simulated agent: registers, renews well within its TTL while it lives, and otherwise does what its behaviour says.</summary>
internal sealed class AgentProgram
{
    private static readonly HealthStatus[] Reportable = [HealthStatus.Healthy, HealthStatus.Degraded, HealthStatus.Unhealthy, HealthStatus.Maintenance];

    private readonly SimWorld _world;
    private readonly Cluster _cluster;
    private readonly History _history;
    private readonly RegistryClient _client;
    private readonly AgentBehaviour _behaviour;
    private readonly Caller _caller;
    private readonly SimRandom _random;
    private string? _id;
    private long _revision;
    private bool _registered;
    private (string Key, string Marker)? _unanswered;

    public AgentProgram(SimWorld world, Cluster cluster, History history, AgentBehaviour behaviour, string name)
    {
        _world = world;
        _cluster = cluster;
        _history = history;
        _behaviour = behaviour;
        _random = world.Random.Fork();
        _client = new RegistryClient(world, cluster, history, _random.Fork()) { Wanders = behaviour.Wanders };
        _caller = new Caller(name, CallerRole.Agent);
        _id = behaviour.Id;
    }

    /// <summary>The ids it ever had.</summary>
    public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

    public async Task RunAsync()
    {
        await WaitAsync(0, 5);
        while (!_history.IsClosed)
        {
            if (!_registered)
            {
                await RegisterAsync();
                await (_registered ? BetweenRenewalsAsync() : WaitAsync(0.1, 2));
                continue;
            }

            if (!_cluster.IsCalm && await MisbehaveAsync())
            {
                return;
            }

            var renewed = await RenewAsync();
            await (renewed ? BetweenRenewalsAsync() : WaitAsync(0.1, 1.5));
        }
    }

    /// <summary>Whether it stopped for good.</summary>
    private async Task<bool> MisbehaveAsync()
    {
        if (_random.Chance(_behaviour.Stops))
        {
            return true;
        }

        if (_random.Chance(_behaviour.Naps))
        {
            // Often about as long as the registry waits for it, so that they meet.
            await Task.Delay(_behaviour.Ttl * (_random.Chance(0.5) ? 0.9 + (0.5 * _random.NextDouble()) : 2 * _random.NextDouble()), _world.TrueTime);
        }
        else if (_random.Chance(_behaviour.Leaves))
        {
            await UnregisterAsync();
            await WaitAsync(0, 20);
        }

        return false;
    }

    private async Task RegisterAsync()
    {
        // Asked again under the same key, the body is the same too.
        var marker = _unanswered?.Marker ?? Marker();
        var key = _unanswered?.Key ?? (_behaviour.UsesIdempotencyKey ? "key-" + marker : null);
        var put = key is null && _id is not null && _random.Chance(0.3);
        var condition = put && _random.Chance(0.5) ? new Precondition(MustNotExist: true) : Precondition.None;
        var operation = new Operation
        {
            Kind = put ? OperationKind.Put : OperationKind.Register,
            Caller = _caller,
            AgentId = _behaviour.Id ?? "",
            Marker = marker,
            Precondition = condition,
            IdempotencyKey = key,
        };
        var request = new RegisterRequest(_behaviour.Id, Registration(marker)) { IdempotencyKey = key, RequestDigest = marker };
        await _client.AskAsync(
            operation,
            (registry, token) => put ? registry.PutAsync(request, condition, _caller, token) : registry.RegisterAsync(request, _caller, token),
            registered => Take(operation, registered));
        var settled = operation.IsOk || operation.IsRefused(RefusalCode.AlreadyRegistered) || operation.IsRefused(RefusalCode.Conflict);
        _unanswered = key is null || settled ? null : (key, marker);

        // Registered by a request whose answer was lost: it is ours all the same.
        _registered = operation.IsOk || operation.IsRefused(RefusalCode.AlreadyRegistered) || operation.IsRefused(RefusalCode.PreconditionFailed);
    }

    private async Task<bool> RenewAsync()
    {
        if (_random.Chance(_behaviour.Puts))
        {
            return await PutAsync();
        }

        return _random.Chance(_behaviour.Patches) ? await PatchAsync() : await HeartbeatAsync();
    }

    private async Task<bool> PutAsync()
    {
        var operation = Change(OperationKind.Put, Condition());
        var request = new RegisterRequest(_id, Registration(operation.Marker)) { RequestDigest = operation.Marker };
        await _client.AskAsync(
            operation, (registry, token) => registry.PutAsync(request, operation.Precondition, _caller, token), registered => Take(operation, registered));
        return Renewed(operation);
    }

    private async Task<bool> PatchAsync()
    {
        var operation = Change(OperationKind.Patch, Condition());
        var patch = new RawJson(Encoding.UTF8.GetBytes($$"""{"metadata":{{Metadata(operation.Marker)}}}"""));
        await _client.AskAsync(
            operation, (registry, token) => registry.PatchAsync(_id!, patch, operation.Precondition, _caller, token), agent => Take(operation, agent));
        return Renewed(operation);
    }

    private async Task<bool> HeartbeatAsync()
    {
        var reports = _random.Chance(_behaviour.Reports);
        var marks = reports && _random.Chance(0.5);
        var operation = new Operation
        {
            Kind = OperationKind.Heartbeat,
            Caller = _caller,
            AgentId = _id!,
            Marker = Marker(),
            Status = reports && _random.Chance(0.7) ? _random.Pick(Reportable) : null,
            Marks = marks,
        };
        var request = new HeartbeatRequest(operation.Status, marks ? new RawJson(Encoding.UTF8.GetBytes(Metadata(operation.Marker))) : null);
        await _client.AskAsync(operation, (registry, token) => registry.HeartbeatAsync(_id!, request, _caller, token), static _ => { });
        return Renewed(operation);
    }

    private async Task UnregisterAsync()
    {
        var operation = Change(OperationKind.Unregister, Precondition.None);
        await _client.AskAsync(
            operation, (registry, token) => registry.UnregisterAsync(_id!, operation.Precondition, _caller, token), removed => operation.Flag = removed);
        _registered = !operation.IsOk;
    }

    private bool Renewed(Operation operation)
    {
        if (operation.IsRefused(RefusalCode.NotFound) || operation.IsRefused(RefusalCode.Forbidden))
        {
            _registered = false;
        }

        return operation.IsOk;
    }

    private void Take(Operation operation, Registered registered)
    {
        operation.Flag = registered.Created;
        Take(operation, registered.Agent);
    }

    private void Take(Operation operation, Agent agent)
    {
        operation.Agent = agent;
        operation.AgentId = agent.Id;
        (_id, _revision) = (agent.Id, agent.Revision);
        Ids.Add(agent.Id);
    }

    private Operation Change(OperationKind kind, Precondition condition) =>
        new() { Kind = kind, Caller = _caller, AgentId = _id!, Marker = Marker(), Precondition = condition };

    private Precondition Condition() => _random.Chance(0.3) ? new Precondition(IfMatch: [_revision]) : Precondition.None;

    private Registration Registration(string marker) => new()
    {
        Name = marker,
        Type = "worker",
        Endpoint = "http://worker.example:8080",
        Status = HealthStatus.Healthy,
        TtlMs = (long)_behaviour.Ttl.TotalMilliseconds,
    };

    private string Metadata(string marker) => $$"""{"k{{_random.Next(3)}}":"{{marker}}"}""";

    private string Marker() => $"op{_history.NextNumber}";

    private Task BetweenRenewalsAsync() => Task.Delay(_behaviour.Ttl * (0.2 + (0.28 * _random.NextDouble())), _world.TrueTime);

    private Task WaitAsync(double from, double to) => Task.Delay(_random.Between(from, to), _world.TrueTime);
}
