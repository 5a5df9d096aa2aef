using Registry.Core.Agents;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>Asks instances and writes down what was asked and answered.</summary>
internal sealed class RegistryClient(SimWorld world, Cluster cluster, History history, SimRandom random)
{
    private RegistryInstance? _last;

    /// <summary>Probability that the next request goes to another instance than the last.</summary>
    public double Wanders { get; init; } = 0.5;

    public async Task AskAsync<T>(Operation operation, Func<AgentRegistry, CancellationToken, Task<Outcome<T>>> call, Action<T> take)
    {
        if (_last is null || !_last.Node.IsAlive || random.Chance(Wanders))
        {
            _last = random.Pick(cluster.Instances);
        }

        var instance = _last;
        history.Begin(operation, instance.Node.Name);
        await TravelAsync();
        var givesUp = !cluster.IsCalm && random.Chance(0.01) ? random.Between(0.01, 3) : Timeout.InfiniteTimeSpan;
        var reply = await instance.Node.CallAsync(() => ServeAsync(instance, call, givesUp));
        await TravelAsync();
        if (!reply.Arrived || !reply.Value.Answered)
        {
            operation.IsLost = true;
        }
        else if (reply.Value.Outcome.Is(out var value, out var refusal))
        {
            take(value);
        }
        else
        {
            operation.Refusal = refusal;
        }

        history.End(operation);
    }

    private async Task<(bool Answered, Outcome<T> Outcome)> ServeAsync<T>(
        RegistryInstance instance, Func<AgentRegistry, CancellationToken, Task<Outcome<T>>> call, TimeSpan givesUp)
    {
        using var aborted = new CancellationTokenSource(givesUp, instance.Node.Time);
        try
        {
            var outcome = await call(instance.Registry, aborted.Token);
            if (outcome.Is(out _, out _))
            {
                cluster.Answered(instance);
            }

            return (true, outcome);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            return default;
        }
    }

    private Task TravelAsync() => Task.Delay(random.Between(0.001, random.Chance(0.02) ? 1 : 0.01), world.TrueTime);
}
