using System.Globalization;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation.Graph;

/// <summary>Adds and removes random edges, activates and deactivates; asks any instance.</summary>
internal sealed class GraphWriter(SimWorld world, Cluster cluster, List<GraphOperation> history, string name, int agents, bool churns)
{
    private readonly SimRandom _random = world.Random.Fork();
    private int _asked;

    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"c{number}");

    /// <summary>Until the cluster is calm.</summary>
    public async Task RunAsync()
    {
        while (!cluster.IsCalm)
        {
            await Task.Delay(_random.Between(0.02, 1.2), world.TrueTime);
            await AskAsync(Draw());
        }
    }

    /// <summary>Registers all agents, asking again until it is so.</summary>
    public async Task RegisterAllAsync()
    {
        for (var number = 0; number < agents; number++)
        {
            GraphOperation operation;
            do
            {
                operation = await AskAsync(New(GraphOperationKind.Register, IdOf(number)));
            }
            while (!operation.IsOk && operation.Refusal?.Code != RefusalCode.AlreadyRegistered);
        }
    }

    private GraphOperation Draw()
    {
        var id = IdOf(_random.Next(agents));
        var kind = _random.Next(churns ? 26 : 22) switch
        {
            < 7 => GraphOperationKind.Add,
            < 10 => GraphOperationKind.Remove,
            < 14 => GraphOperationKind.Activate,
            < 16 => GraphOperationKind.Cascade,
            < 19 => GraphOperationKind.Deactivate,
            < 20 => GraphOperationKind.Force,
            < 21 => GraphOperationKind.Fail,
            < 22 => GraphOperationKind.Clear,
            < 24 => GraphOperationKind.Unregister,
            _ => GraphOperationKind.Register,
        };
        return New(kind, id);
    }

    private GraphOperation New(GraphOperationKind kind, string id) => new()
    {
        Kind = kind,
        Id = id,
        Other = kind is GraphOperationKind.Add or GraphOperationKind.Remove ? IdOf(_random.Next(agents)) : "",
        Dependencies = kind == GraphOperationKind.Register && churns && _random.Chance(0.6)
            ? [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => IdOf(_random.Next(agents))).Where(other => other != id).Distinct()]
            : [],
        Correlation = string.Create(CultureInfo.InvariantCulture, $"{name}-{_asked++}"),
    };

    private async Task<GraphOperation> AskAsync(GraphOperation operation)
    {
        history.Add(operation);
        var instance = _random.Pick(cluster.Instances);
        operation.Invoked = world.Scheduler.Now;
        await TravelAsync();
        var reply = await instance.Node.CallAsync(() => ServeAsync(instance.Registry, operation));
        await TravelAsync();
        if (!reply.Arrived)
        {
            operation.IsLost = true;
        }
        else if (reply.Value.Is(out var changed, out var refusal))
        {
            operation.Changed = changed;
            cluster.Answered(instance);
        }
        else
        {
            operation.Refusal = refusal;
        }

        operation.Answered = world.Scheduler.Now;
        world.Scheduler.Trace.Add(world.Scheduler.Now, name, "heard", operation.ToString());
        return operation;
    }

    private static async Task<Outcome<bool>> ServeAsync(AgentRegistry registry, GraphOperation operation)
    {
        var caller = new Caller("writer", CallerRole.Operator) { CorrelationId = operation.Correlation };
        var none = CancellationToken.None;
        var lifecycle = registry.Graph.Lifecycle;
        switch (operation.Kind)
        {
            case GraphOperationKind.Add:
                return await registry.Graph.Dependencies.AddAsync(operation.Id, operation.Other, caller, none);
            case GraphOperationKind.Remove:
                return await registry.Graph.Dependencies.RemoveAsync(operation.Id, operation.Other, caller, none);
            case GraphOperationKind.Activate or GraphOperationKind.Cascade:
                return Changed(await lifecycle.ActivateAsync(operation.Id, operation.Kind == GraphOperationKind.Cascade, caller, none), static result => result.Changed.Count > 0);
            case GraphOperationKind.Deactivate or GraphOperationKind.Force:
                return Changed(
                    await lifecycle.DeactivateAsync(operation.Id, cascade: false, operation.Kind == GraphOperationKind.Force, caller, none),
                    static result => result.Changed.Count > 0);
            case GraphOperationKind.Fail:
                return Changed(await lifecycle.FailAsync(operation.Id, operation.Correlation, caller, none), static _ => true);
            case GraphOperationKind.Clear:
                return Changed(await lifecycle.ClearAsync(operation.Id, caller, none), static _ => false);
            case GraphOperationKind.Unregister:
                return await registry.UnregisterAsync(operation.Id, Precondition.None, caller, none);
            default:
                return Changed(await registry.RegisterAsync(Registration(operation), caller, none), static registered => registered.Created);
        }
    }

    private static RegisterRequest Registration(GraphOperation operation)
    {
        var errors = new FieldErrors();
        var dependencies = string.Join(",", operation.Dependencies.Select(static id => $"\"{id}\""));
        var body = RawJson.From(System.Text.Json.JsonElement.Parse(
            $$"""{"id":"{{operation.Id}}","name":"{{operation.Id}}","type":"t","kind":"provider","dependencies":[{{dependencies}}]}"""));
        Assert.True(RegistrationReader.TryRead(body.Parse(), null, RegistrationDefaults.Standard, errors, out var input));
        return input.ToRequest();
    }

    private static Outcome<bool> Changed<T>(Outcome<T> outcome, Func<T, bool> changed) => outcome.Is(out var value, out var refusal) ? changed(value) : refusal;

    private Task TravelAsync() => Task.Delay(_random.Between(0.001, 0.01), world.TrueTime);
}
