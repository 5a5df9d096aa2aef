using Microsoft.Extensions.Logging;
using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Health.Probing;

/// <summary>Observes and applies, one agent at a time, a bounded number of agents at once. Whoever asks for a probe that is under way gets that one.</summary>
internal sealed partial class ProbeRunner(PartitionContext context, IProber prober)
{
    // Each is a socket and a few KiB. Serverless plans allow some 600 connections an instance.
    private const int MaxInFlight = 256;

    private readonly ILogger _logger = context.Logger;
    private readonly ProbeSlots _slots = new(MaxInFlight);
    private readonly ProbeSecrets _secrets = new(context.Table);
    private readonly ProbeUpdater _updater = new(context);
    private readonly ProbeMetrics _metrics = new(context.Metrics);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<ProbeResult>> _running = new(StringComparer.Ordinal);

    public bool IsRunning(string id)
    {
        lock (_gate)
        {
            return _running.ContainsKey(id);
        }
    }

    /// <summary>Completes once there is room for the probe and it began; it ends by itself, within the agent's time-out and what storage takes.</summary>
    /// <param name="shard">Of the agent.</param>
    /// <param name="agent">With a health check.</param>
    public async Task<ProbeRun> StartAsync(AgentShard shard, Agent agent)
    {
        await _slots.TakeAsync();
        TaskCompletionSource<ProbeResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_running.TryGetValue(agent.Id, out var running))
            {
                _slots.Return();
                return new ProbeRun(running);
            }

            _running.Add(agent.Id, result.Task);
        }

        Detached.Start(() => RunAsync(shard, agent, result));
        return new ProbeRun(result.Task);
    }

    private async Task RunAsync(AgentShard shard, Agent agent, TaskCompletionSource<ProbeResult> result)
    {
        try
        {
            var seen = await ObserveAsync(shard, agent);
            var ended = seen is { } answer ? await _updater.ApplyAsync(shard, agent, answer) : ProbeResult.Skipped;
            _metrics.Ended(ended, seen);
            Forget(agent.Id);
            result.SetResult(ended);
        }
#pragma warning disable CA1031 // A fault of this program, told to the log and to who waits; the other agents are probed all the same.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(fault, agent.Id);
            Forget(agent.Id);
            result.SetException(fault);
        }
    }

    /// <summary>Null: there is nothing to observe now.</summary>
    private async Task<ProbeObservation?> ObserveAsync(AgentShard shard, Agent agent)
    {
        try
        {
            if (await _secrets.ReadAsync(shard.Partition, agent) is not { } headers)
            {
                return null;
            }

            return ProbeTargets.Of(agent.Registration, context.Options, headers) is { } target
                ? await prober.ProbeAsync(target, CancellationToken.None)
                : new ProbeObservation(ProbeError.NameNotResolved, 0);
        }
        finally
        {
            _slots.Return();
        }
    }

    private void Forget(string id)
    {
        lock (_gate)
        {
            _running.Remove(id);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Probing agent {AgentId} failed in the registry itself")]
    private partial void LogFault(Exception fault, string agentId);
}
